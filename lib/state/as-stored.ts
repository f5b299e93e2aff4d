import type { FieldType } from '../schema/document-schema.js';
import { setKey } from '../schema/ordered-plain.js';
import { ownValue } from '../schema/own-value.js';
import { isPlainObject, newPlain } from '../schema/plain-object.js';
import { contentKey } from './content-key.js';
import { anyType, isSame } from './is-same.js';
import { isSameOrder } from './key-order.js';
import type { Stored } from './snapshot.js';

/**
 * A value that is to be written whole, in which everything that equals what is stored is the very stored value: with its BSON types, and
 * the order of its keys.
 *
 * @param stored what the value takes after; undefined if nothing
 */
export function asStored(type: FieldType, stored: unknown, after: unknown): unknown {
  if (stored === undefined || after === undefined) return after;
  if (isSame(type, stored, after)) return stored;
  if (Array.isArray(stored)) {
    if (!Array.isArray(after)) return after;
    const of = type.kind === 'array' ? type.of : anyType;
    const before = storedElements(of, stored, after);
    return after.map((element, index) => asStored(of, before[index], element));
  }
  return isPlainObject(stored) && isPlainObject(after) ? objectAsStored(type, stored, after) : after;
}

function objectAsStored(type: FieldType, stored: Stored, after: Stored): Stored {
  let written = newPlain();
  for (const key of orderedKeys(type, Object.keys(stored), after)) {
    const of = typeUnder(type, key);
    written = setKey(written, key, asStored(of, ownValue(stored, key), after[key]));
  }
  return written;
}

/** The keys as they would stand if single ones were written and removed; as they are given where somebody has put them into order. */
function orderedKeys(type: FieldType, stored: readonly string[], after: Stored): readonly string[] {
  const given = Object.keys(after);
  const updated = keysAfterUpdate(stored, after);
  return isSameOrder(type, updated, given) ? updated : given;
}

/** The keys of a stored object in their order after those that are gone were removed and new ones were added. */
export function keysAfterUpdate(stored: readonly string[], after: Stored): readonly string[] {
  const known = new Set(stored);
  return [
    ...stored.filter((key) => Object.hasOwn(after, key)),
    ...Object.keys(after).filter((key) => !known.has(key)),
  ];
}

/** The type of what a value of a type holds under a key. */
export function typeUnder(type: FieldType, key: string): FieldType {
  if (type.kind === 'map') return type.of;
  const field = type.kind === 'embedded' ? type.schema.fieldsByKey.get(key) : undefined;
  return field?.type ?? anyType;
}

/**
 * For each element of a list the stored one that it takes after: one that it equals, at the same index or where it has come from; else the one
 * at its index, which it has been made of, unless that has gone elsewhere.
 */
export function storedElements(
  of: FieldType,
  stored: readonly unknown[],
  after: readonly unknown[],
): readonly unknown[] {
  const found = after.map((element, index) =>
    index < stored.length && isSame(of, stored[index], element) ? index : undefined,
  );
  const kept = new Set(found);
  const left = stored.map((_, index) => index).filter((index) => !kept.has(index));
  const moved = found.flatMap((index, at) => (index === undefined ? at : []));
  if (left.length > 0 && moved.length > 0) {
    const byContent = groupByContent(stored, left);
    for (const at of moved) {
      const candidates = byContent.get(contentKey(after[at]));
      const index = candidates?.at(-1);
      if (index === undefined || !isSame(of, stored[index], after[at])) continue;
      candidates?.pop();
      kept.add(index);
      found[at] = index;
    }
  }
  return found.map((index, at) =>
    index === undefined ? (kept.has(at) ? undefined : stored[at]) : stored[index],
  );
}

/** The indexes by the content of their elements, the first one last. */
function groupByContent(stored: readonly unknown[], indexes: readonly number[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const index of indexes.toReversed()) {
    const key = contentKey(stored[index]);
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  return groups;
}
