import { kindOf } from '../kind/kinds.js';
import type { FieldType } from '../schema/document-schema.js';

/** Makes ObjectIds of their 24 hexadecimal digits where the type says ObjectId: itself, in an array or in a map. Checks nothing. */
export function asDeclared(type: FieldType, value: unknown): unknown {
  const kind = kindOf(type);
  return kind.mapChildren(kind.convert(value), type, asDeclared);
}
