import { geometryClasses, geometryOf, isGeometry } from './geometry.js';
import type { GeoGeometry } from './geometry.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator, ValueNode } from '../filter-operator.js';

export const intersectsNode: ValueNode = {
  key: '$geoIntersects',
  code: 'intersects(...)',
  fits: isGeometry,
  compile: (operand, compiler) => ({
    $geoIntersects: { $geometry: geometryOf(operand, geometryClasses, compiler) },
  }),
};

/** Matches documents whose geometry shares a point with another one: `{ area: intersects(line) }`. `$geoIntersects` in MongoDB. */
export function intersects<G extends GeoGeometry = never>(
  geometry: GeoGeometry | undefined,
): FilterOperator<G> {
  return operator(intersectsNode, geometry);
}
