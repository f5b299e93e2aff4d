import { kindOf } from '../../kind/kinds.js';
import { partOf } from '../../kind/parts.js';
import type { DocumentSchema, FieldType } from '../../schema/document-schema.js';
import type { Snapshot } from '../../state/snapshot/snapshot.js';
import type { Segment } from '../../validation/place.js';
import { isObject, ownValue } from '../../value/own-value.js';

/**
 * Whether a value that does not fit its type is as it is stored, in the same place. Others may have stored there what would be refused
 * today, as a key with $ or values nested deeper: that is no reason to refuse the change of anything else. For one look at the document,
 * as the same place may be asked about for each of its keys.
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

/** Whether the value that a way leads to is as it is stored. */
function isUnchangedAt(type: FieldType, value: unknown, stored: unknown, way: readonly Segment[]): boolean {
  const [first, ...rest] = way;
  if (first === undefined) return isAsStored(type, value, stored);
  const name = String(first);
  const part = partOf(type, name);
  if (!part) return false;
  const child = kindOf(type).childAt(value, name);
  // Entries of the field that shows undeclared keys are stored beside the fields.
  const below = part.key === undefined ? stored : storedAt(stored, part.key);
  return (part.isDeclared || below !== undefined) && isUnchangedAt(part.type, child, below, rest);
}

/** The part of a stored object or list under a key or index; undefined if there is none. */
function storedAt(stored: unknown, key: string): unknown {
  if (Array.isArray(stored)) return (stored as unknown[])[Number(key)];
  return isObject(stored) ? ownValue(stored, key) : undefined;
}

/** Whether a value is as it is stored. Walks no further than what is stored, which never holds itself, whatever the value does. */
function isAsStored(type: FieldType, value: unknown, stored: unknown): boolean {
  if (value === null || value === undefined) return value === stored;
  return kindOf(type).isStoredAs(value, stored, type, isAsStored);
}
