import { areaClasses, geometryOf, isGeometry } from './geometry.js';
import type { GeoArea, GeoGeometry } from './geometry.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator, ValueNode } from '../filter-operator.js';

export const withinNode: ValueNode = {
  key: '$geoWithin',
  code: 'within(...)',
  fits: isGeometry,
  compile: (operand, compiler) => ({ $geoWithin: { $geometry: geometryOf(operand, areaClasses, compiler) } }),
};

/** Matches documents whose geometry lies wholly in an area: `{ place: within(new GeoPolygon([ring])) }`. `$geoWithin` in MongoDB. */
export function within<G extends GeoGeometry = never>(area: GeoArea | undefined): FilterOperator<G> {
  return operator(withinNode, area);
}
