import { kindOf } from '../../kind/kinds.js';
import { partOf } from '../../kind/parts.js';
import type { DocumentSchema, FieldType } from '../../schema/document-schema.js';
import type { Snapshot } from '../../state/snapshot/snapshot.js';
import type { Segment } from '../../validation/place.js';
import { isObject, ownValue } from '../../value/own-value.js';

/**
 * Tests whether a value that does not fit its type is stored like that in the same place: it must not block changes of other fields. Others
 * may have stored what is refused today, like a key with $ or too deep a nesting. Caches per place, for one check of a document.
 */
export function unchangedTest(
  schema: DocumentSchema,
  document: object,
  snapshot: Snapshot,
): (way: readonly Segment[]) => boolean {
  const known = new Map<string, boolean>();
  return (way) => {
    const place = way.join('\0');
    let isUnchanged = known.get(place);
    if (isUnchanged === undefined) {
      isUnchanged = isUnchangedAt({ kind: 'embedded', schema }, document, snapshot.stored, way);
      known.set(place, isUnchanged);
    }
    return isUnchanged;
  };
}

/** Whether the value at a path equals the stored one. */
function isUnchangedAt(type: FieldType, value: unknown, stored: unknown, way: readonly Segment[]): boolean {
  const [first, ...rest] = way;
  if (first === undefined) return isAsStored(type, value, stored);
  const name = String(first);
  const part = partOf(type, name);
  if (!part) return false;
  const child = kindOf(type).childAt(value, name);
  // Entries of the field for undeclared keys are stored beside the fields.
  const below = part.key === undefined ? stored : storedAt(stored, part.key);
  return (part.isDeclared || below !== undefined) && isUnchangedAt(part.type, child, below, rest);
}

/** Reads the part of a stored object or list under a key or index; undefined if it is missing. */
function storedAt(stored: unknown, key: string): unknown {
  if (Array.isArray(stored)) return (stored as unknown[])[Number(key)];
  return isObject(stored) ? ownValue(stored, key) : undefined;
}

/** Whether a value equals the stored one. Recurses only as deep as the stored value, which is never cyclic, unlike the value in memory. */
function isAsStored(type: FieldType, value: unknown, stored: unknown): boolean {
  if (value === null || value === undefined) return value === stored;
  return kindOf(type).isStoredAs(value, stored, type, isAsStored);
}
