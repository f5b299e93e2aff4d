import type { FieldType } from '../schema/document-schema.js';
import { kindOf } from './kinds.js';

/** A list or map with each part mapped; the same value if no part changes, and any other value unchanged. */
export function mapChanged(
  type: FieldType,
  value: unknown,
  map: (type: FieldType, child: unknown) => unknown,
): unknown {
  const kind = kindOf(type);
  const mapped = kind.mapChildren(value, type, map);
  const isSame = kind.everyChild(value, type, (_of, child, name) => kind.childAt(mapped, name) === child);
  return isSame ? value : mapped;
}
