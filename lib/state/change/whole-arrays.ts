import { withDifferences } from './with-differences.js';
import type { Difference } from './difference.js';
import type { Snapshot, Stored } from '../snapshot/snapshot.js';

/** A stored value that is to be written: the part of a difference that a command needs. */
export type Write = Pick<Difference, 'keys' | 'after'>;

/**
 * The writes of differences without indexes: a difference inside an array is written as the whole outermost array on its path. An index
 * names the loaded element only as long as nobody else has changed the array.
 */
export function wholeArrays(snapshot: Snapshot, differences: readonly Difference[]): readonly Write[] {
  if (differences.every(({ keys }) => keys.length === 1)) return differences;
  const { stored } = snapshot.read(differences.flatMap(({ keys: [key] }) => key ?? []));
  const lengths = differences.map(({ keys }) => lengthToArray(stored, keys));
  if (lengths.every((length) => length === undefined)) return differences;
  const after = withDifferences(stored, differences);
  const writes = new Map<string, Write>();
  differences.forEach((difference, index) => {
    const keys = difference.keys.slice(0, lengths[index]);
    const path = keys.join('.');
    if (!writes.has(path)) writes.set(path, { keys, after: valueAt(after, keys) });
  });
  return [...writes.values()];
}

/** The number of keys that lead to the outermost array on the path; undefined if there is not a array on it. */
function lengthToArray(stored: Stored, keys: readonly string[]): number | undefined {
  let value: unknown = stored;
  for (const [index, key] of keys.entries()) {
    if (Array.isArray(value)) return index;
    value = valueAt(value, [key]);
  }
  return undefined;
}

function valueAt(container: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key)
        ? (value as Stored)[key]
        : undefined,
    container,
  );
}
