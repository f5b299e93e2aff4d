import type { FieldType } from '../../schema/document-schema.js';
import { setKey } from '../../value/ordered-plain.js';
import { ownValue } from '../../value/own-value.js';
import { isPlainObject, newPlain } from '../../value/plain-object.js';
import { contentKey } from '../../value/equality/content-key.js';
import { isSame } from '../../kind/is-same.js';
import { kindOf } from '../../kind/kinds.js';
import { elementTypeOf, typeUnder } from '../../kind/parts.js';
import { isSameOrder } from '../../kind/key-order.js';
import type { Stored } from '../snapshot/snapshot.js';

/** A stored value, and the same value with initial values where nothing is stored. */
export interface StoredValue {
  readonly stored: unknown;
  readonly baseline: unknown;
}

/** The stored value under a key of an object. */
export function storedUnder({ stored, baseline }: StoredValue, key: string): StoredValue {
  return { stored: valueUnder(stored, key), baseline: valueUnder(baseline, key) };
}

/** A stored object to look into: if the class has initialised none, nothing in it is initialised. */
export function inside({ stored, baseline }: StoredValue): StoredValue {
  return { stored, baseline: isPlainObject(baseline) ? baseline : absent };
}

const absent: Stored = Object.freeze({});

function valueUnder(container: unknown, key: string): unknown {
  return isPlainObject(container) ? ownValue(container, key) : undefined;
}

/**
 * A value that is to be written whole, in which every part that equals a stored one is that stored value: it keeps its BSON types and the
 * order of its keys.
 * @param like the stored value that it comes from; undefined if it is new
 */
export function asStored(type: FieldType, like: StoredValue | undefined, after: unknown): unknown {
  if (like?.stored === undefined || after === undefined) return after;
  if (isSame(type, like.stored, after)) return like.stored;
  if (Array.isArray(like.stored)) {
    if (!Array.isArray(after)) return after;
    const of = elementTypeOf(type);
    const elements = storedElements(like);
    const origins = originsOf(of, elements, after);
    return after.map((element, index) => asStored(of, elements[origins[index] ?? -1], element));
  }
  return isPlainObject(like.stored) && isPlainObject(after) ? objectAsStored(type, like, after) : after;
}

function isUnchanged(type: FieldType, { stored, baseline }: StoredValue, after: unknown): boolean {
  return isSame(type, baseline, after) || (stored !== baseline && isSame(type, stored, after));
}

function objectAsStored(type: FieldType, like: StoredValue, after: Stored): Stored {
  let written = newPlain();
  for (const key of orderedKeys(type, Object.keys(like.stored as Stored), after)) {
    const of = typeUnder(type, key);
    written = setKey(written, key, asStored(of, storedUnder(like, key), after[key]));
  }
  return written;
}

/** The keys in the order after writing and removing single ones; in the given order if somebody has reordered them. */
function orderedKeys(type: FieldType, stored: readonly string[], after: Stored): readonly string[] {
  const given = Object.keys(after);
  const updated = keysAfterUpdate(stored, after);
  return isSameOrder(kindOf(type).keyOrder, updated, given) ? updated : given;
}

/** The keys of a stored object in order, after removed keys are gone and new ones are added. */
export function keysAfterUpdate(stored: readonly string[], after: Stored): readonly string[] {
  const known = new Set(stored);
  return [
    ...stored.filter((key) => Object.hasOwn(after, key)),
    ...Object.keys(after).filter((key) => !known.has(key)),
  ];
}

/** The elements of a stored list; an empty list for any other value. */
export function storedElements({ stored, baseline }: StoredValue): readonly StoredValue[] {
  if (!Array.isArray(stored)) return [];
  const initialised = Array.isArray(baseline) && baseline.length === stored.length ? baseline : stored;
  return stored.map((element: unknown, index) => ({
    stored: element,
    baseline: initialised[index] as unknown,
  }));
}

/**
 * For each element of a list the index of the stored element that it comes from: an equal one, at the same index or elsewhere; otherwise
 * the one at its own index, unless that has moved. Undefined for a new element.
 */
export function originsOf(
  of: FieldType,
  stored: readonly StoredValue[],
  after: readonly unknown[],
): readonly (number | undefined)[] {
  const found = after.map((element, index) => {
    const before = stored[index];
    return before && isUnchanged(of, before, element) ? index : undefined;
  });
  const kept = new Set(found);
  const left = stored.map((_, index) => index).filter((index) => !kept.has(index));
  const moved = found.flatMap((index, at) => (index === undefined ? at : []));
  if (left.length > 0 && moved.length > 0) {
    const byContent = groupByContent(stored, left);
    for (const at of moved) {
      const candidates = byContent.get(contentKey(after[at]));
      const index = candidates?.at(-1);
      if (index === undefined || !isUnchanged(of, stored[index] as StoredValue, after[at])) continue;
      candidates?.pop();
      kept.add(index);
      found[at] = index;
    }
  }
  return found.map((index, at) => index ?? (at < stored.length && !kept.has(at) ? at : undefined));
}

/** Groups indexes by the content of their elements, in descending order. */
function groupByContent(stored: readonly StoredValue[], indexes: readonly number[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const index of indexes.toReversed()) {
    const key = contentKey(stored[index]?.baseline);
    const group = groups.get(key);
    if (group) group.push(index);
    else groups.set(key, [index]);
  }
  return groups;
}
