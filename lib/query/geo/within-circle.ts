import type { GeoPoint } from '../../document/geojson.js';
import { geometryOf, isDistance, isGeometry, pointClasses } from './geometry.js';
import type { GeoGeometry } from './geometry.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator, ValueNode } from '../filter-operator.js';

/** The radius of the earth in metres, as MongoDB has it. */
const earthRadius = 6_378_100;

export const withinCircleNode: ValueNode = {
  code: 'withinCircle(...)',
  fits: isGeometry,
  compile(operand, compiler) {
    const { center, radius } = operand as { readonly center: unknown; readonly radius: unknown };
    const { coordinates } = geometryOf(center, pointClasses, compiler) as {
      readonly coordinates: readonly unknown[];
    };
    if (!isDistance(radius))
      return compiler.refuse('withinCircle takes a radius in metres', 'Give it a number of at least 0');
    return { $geoWithin: { $centerSphere: [coordinates.slice(0, 2), radius / earthRadius] } };
  },
};

/** Matches documents whose geometry lies in a circle, its radius in metres: `{ place: withinCircle(center, 500) }`. `$geoWithin` in MongoDB. */
export function withinCircle<G extends GeoGeometry = never>(
  center: GeoPoint,
  radius: number,
): FilterOperator<G> {
  return operator(withinCircleNode, Object.freeze({ center, radius }));
}
