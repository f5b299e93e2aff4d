import { objectIdOf } from '../codec/object-id.js';
import type { FieldType } from '../schema/document-schema.js';
import { mapElements } from '../schema/elements-of.js';
import { isWholeMap } from '../schema/plain-object.js';

/** Makes ObjectIds of their 24 hexadecimal digits where the type says ObjectId: itself, in an array or in a map. Checks nothing. */
export function asDeclared(type: FieldType, value: unknown): unknown {
  switch (type.kind) {
    case 'objectId':
      return objectIdOf(value) ?? value;
    case 'array':
      return Array.isArray(value) ? mapElements(value, (element) => asDeclared(type.of, element)) : value;
    case 'map':
      return isWholeMap(value)
        ? new Map(Array.from(value, ([key, entry]) => [key, asDeclared(type.of, entry)]))
        : value;
    default:
      return value;
  }
}
