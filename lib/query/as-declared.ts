import { kindOf } from '../kind/kinds.js';
import { idInPlace } from '../kind/referred-id.js';
import type { FieldType } from '../schema/document-schema.js';

/**
 * Converts 24 hexadecimal digits to ObjectIds where the type is ObjectId, and documents to their ids where it is a reference, also in arrays
 * and maps. Checks nothing.
 */
export function asDeclared(type: FieldType, value: unknown): unknown {
  const kind = kindOf(type);
  return kind.mapChildren(kind.convert(idInPlace(type, value)), type, asDeclared);
}
