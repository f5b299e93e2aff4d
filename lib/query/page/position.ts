import { parseKeys } from '../../codec/bytes/parse-keys.js';
import { mismatch } from '../../kind/kind.js';
import { scalarKinds } from '../../kind/kinds.js';
import { isStoredObject } from '../../kind/stored-object.js';
import { unwrapped } from '../../value/bson-tag.js';
import type { SortKey } from './sort-keys.js';

/** The place of a document in a sort order: a stored value or null for each path. */
export type Position = readonly unknown[];

/** Reads the place of a stored document; undefined if one of its values does not fit the kind of its path. */
export function positionOf(keys: readonly SortKey[], bytes: Buffer): Position | undefined {
  const stored = parseKeys(bytes, new Set(keys.map(({ keyPath }) => topKeyOf(keyPath))));
  const position = keys.map(({ keyPath }) => unwrapped(valueAt(stored, keyPath)));
  return isPosition(keys, position) ? position : undefined;
}

/** Whether a list has a value that fits, or null, for each path. The id is not null. */
export function isPosition(keys: readonly SortKey[], values: readonly unknown[]): values is Position {
  return (
    values.length === keys.length &&
    keys.every(({ kind, isId }, index) => {
      const value = values[index];
      return value === null ? !isId : scalarKinds[kind].decode(value) !== mismatch;
    })
  );
}

/** The key of the field that a path begins with. */
export function topKeyOf(keyPath: string): string {
  return keyPath.split('.', 1)[0] as string;
}

/** The value under a path as the server sorts by it: null where it is absent; an array where the path meets one. */
function valueAt(stored: unknown, keyPath: string): unknown {
  let value: unknown = stored;
  for (const key of keyPath.split('.')) {
    if (Array.isArray(value)) return value;
    value = isStoredObject(value) && Object.hasOwn(value, key) ? value[key] : null;
  }
  return value;
}
