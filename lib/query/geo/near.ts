import type { GeoPoint } from '../../document/geojson.js';
import { isPlainObject } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import { geometryOf, isDistance, isGeometry, pointClasses } from './geometry.js';
import type { GeoGeometry } from './geometry.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator, ValueNode } from '../filter-operator.js';

export interface NearOptions {
  /** In metres. Default any distance. */
  readonly maxDistance?: number;
  /** In metres. Default 0. */
  readonly minDistance?: number;
}

export const nearNode: ValueNode = {
  key: '$nearSphere',
  code: 'near(...)',
  fits: isGeometry,
  compile(operand, compiler) {
    const { point, options } = operand as { readonly point: unknown; readonly options: unknown };
    const compiled: Plain = { $geometry: geometryOf(point, pointClasses, compiler) };
    if (!isPlainObject(options))
      return compiler.refuse('The options of near are not an object', 'Give an object');
    for (const [name, value] of Object.entries(options)) {
      if (value === undefined) continue;
      if ((name !== 'maxDistance' && name !== 'minDistance') || !isDistance(value))
        return compiler.refuse(
          'near takes distances in metres',
          'Use maxDistance and minDistance, numbers of at least 0',
        );
      compiled[`$${name}`] = value;
    }
    return { $nearSphere: compiled };
  },
};

/**
 * Matches documents by their distance from a point, the nearest first: `{ place: near(new GeoPoint([16.4, 48.2]), { maxDistance: 500 }) }`.
 * Needs a 2dsphere index, and cannot be counted. `$nearSphere` in MongoDB.
 */
export function near<G extends GeoGeometry = never>(
  point: GeoPoint | undefined,
  options: NearOptions = {},
): FilterOperator<G> {
  return operator(nearNode, point === undefined ? undefined : Object.freeze({ point, options }));
}
