import { shownName } from '../../errors/shown-name.js';
import type { MapType } from '../../schema/document-schema.js';
import { isEqual } from '../../value/equality/is-equal.js';
import { copyOfPlain, setKey } from '../../value/ordered-plain.js';
import { isObject } from '../../value/own-value.js';
import { isPlainObject, isWholeMap, newPlain } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import { isStorableKey } from '../../value/storable.js';
import { isSameOrder } from '../key-order.js';
import { mismatch } from '../kind.js';
import type { Kind } from '../kind.js';
import { isStoredObject } from '../stored-object.js';

/** The message for a key that may not be stored. */
export const unstorableKey = 'has a key that starts with $, or cannot be stored';

/** Maps with string keys, stored as objects. */
export const mapKind: Kind<MapType> = Object.freeze<Kind<MapType>>({
  keyOrder: 'all',
  elementType: () => undefined,
  entryType: ({ of }) => of,
  accepts: isWholeMap,
  convert: (value) => value,
  fromJson: (value) => (isPlainObject(value) ? new Map(Object.entries(value)) : value),
  check: (value: ReadonlyMap<unknown, unknown>, { of }, parts) => {
    for (const [key, entry] of value) {
      if (typeof key !== 'string') parts.refuse('has a key that is not a string');
      else if (!isStorableKey(key)) parts.refuse(unstorableKey, key);
      else parts.value(of, entry, key);
    }
  },
  childAt: (value, name) => (isWholeMap(value) ? value.get(String(name)) : undefined),
  everyChild: (value, { of }, test) => {
    if (!isWholeMap(value)) return true;
    for (const [key, entry] of value) if (!test(of, entry, String(key))) return false;
    return true;
  },
  mapChildren: (value, { of }, map) =>
    isWholeMap(value) ? new Map(Array.from(value, ([key, entry]) => [key, map(of, entry)])) : value,
  encode: (value: ReadonlyMap<string, unknown>, { of }, parts) => {
    let plain = newPlain();
    for (const [key, entry] of value) plain = setKey(plain, key, parts.value(of, entry));
    return plain;
  },
  decode: (stored, { of }, parts) =>
    isStoredObject(stored)
      ? new Map(Object.entries(stored).map(([key, entry]) => [key, parts.value(of, entry, shownName(key))]))
      : mismatch,
  mapStored: (stored, { of }, map) => {
    let mapped: Plain | undefined;
    for (const [key, before] of Object.entries(stored as Plain)) {
      const after = map(of, before, key);
      if (after !== before) mapped = setKey(mapped ?? copyOfPlain(stored as Plain), key, after);
    }
    return mapped ?? stored;
  },
  isSame: (stored, after, { of }, isSamePart) => {
    if (!isPlainObject(stored) || !isPlainObject(after)) return isEqual(stored, after);
    const keys = Object.keys(after);
    return (
      isSameOrder('all', Object.keys(stored), keys) &&
      keys.every((key) => isSamePart(of, stored[key], after[key]))
    );
  },
  isStoredAs: (value, stored, { of }, isPartStoredAs) =>
    isWholeMap(value) &&
    isObject(stored) &&
    value.size === Object.keys(stored).length &&
    Object.entries(stored).every(([key, each]) => isPartStoredAs(of, value.get(key), each)),
  show: (stored, { of }, parts) =>
    Object.freeze(
      Object.fromEntries(Object.entries(stored as Plain).map(([key, each]) => [key, parts.value(of, each)])),
    ),
});
