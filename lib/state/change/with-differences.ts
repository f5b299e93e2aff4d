import { elementsOf } from '../../value/elements-of.js';
import { copyOfPlain, setKey } from '../../value/ordered-plain.js';
import type { Plain } from '../../value/plain-object.js';
import type { Stored } from '../snapshot/snapshot.js';
import type { Difference } from './difference.js';

/**
 * The stored values after the differences were written. Values outside of them stay the same objects, with their BSON types; the old
 * snapshot is not changed.
 */
export function withDifferences(
  stored: Stored,
  differences: readonly Pick<Difference, 'keys' | 'after'>[],
): Stored {
  const copies = new Set<unknown>();
  return differences.reduce<Stored>(
    (plain, { keys, after }) => withValue(plain, keys, 0, after, copies) as Stored,
    stored,
  );
}

/** Copies each container on the way once. @param depth the number of keys that lead to the container */
function withValue(
  container: unknown,
  keys: readonly string[],
  depth: number,
  value: unknown,
  copies: Set<unknown>,
): unknown {
  const copy = copies.has(container) ? container : copyOf(container);
  const key = keys[depth] as string;
  const isLast = depth === keys.length - 1;
  const next = isLast ? value : withValue((copy as Stored)[key], keys, depth + 1, value, copies);
  const changed = withEntry(copy, key, next);
  copies.add(changed);
  return changed;
}

function withEntry(copy: unknown, key: string, value: unknown): unknown {
  if (Array.isArray(copy)) copy[Number(key)] = value;
  else if (value === undefined) Reflect.deleteProperty(copy as Plain, key);
  else return setKey(copy as Plain, key, value);
  return copy;
}

function copyOf(container: unknown): unknown {
  return Array.isArray(container) ? elementsOf(container) : copyOfPlain((container ?? {}) as Plain);
}
