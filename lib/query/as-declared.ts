import { kindOf } from '../kind/kinds.js';
import type { FieldType } from '../schema/document-schema.js';

/** Converts 24 hexadecimal digits to ObjectIds where the type is ObjectId, also in arrays and maps. Checks nothing. */
export function asDeclared(type: FieldType, value: unknown): unknown {
  const kind = kindOf(type);
  return kind.mapChildren(kind.convert(value), type, asDeclared);
}
