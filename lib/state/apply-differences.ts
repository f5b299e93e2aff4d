import { newPlain } from '../schema/plain-object.js';
import type { Difference } from './difference.js';
import type { Snapshot, Stored } from './snapshot.js';

type Container = Record<string, unknown>;

/** The snapshot after the differences were written and the document, as encoded, is `after`. */
export function applyDifferences(
  snapshot: Snapshot,
  differences: readonly Difference[],
  after: Stored,
): Snapshot {
  const stored = withDifferences(snapshot.stored, differences);
  const loaded = snapshot.loaded && withWritten(snapshot.loaded, differences);
  return { stored, unchanged: snapshot.stored === snapshot.unchanged ? stored : after, loaded };
}

/** What was not loaded, and then written, is known. */
function withWritten(loaded: ReadonlySet<string>, differences: readonly Difference[]): ReadonlySet<string> {
  const names = differences.flatMap(({ names: [name] }) => name ?? []);
  return names.every((name) => loaded.has(name)) ? loaded : new Set([...loaded, ...names]);
}

/**
 * What is stored after the differences were written. What they do not name stays the very value that it was, with its BSON type;
 * the old snapshot stays as it is.
 */
export function withDifferences(
  stored: Stored,
  differences: readonly Pick<Difference, 'keys' | 'after'>[],
): Stored {
  const copies = new Set<unknown>();
  return differences.reduce<Stored>(
    (plain, { keys, after }) => withValue(plain, keys, after, copies),
    stored,
  );
}

/** Each container on the way is copied once. */
function withValue(
  container: unknown,
  keys: readonly string[],
  value: unknown,
  copies: Set<unknown>,
): Container {
  const copy = copies.has(container) ? (container as Container) : copyOf(container);
  copies.add(copy);
  const [key = '', ...rest] = keys;
  if (rest.length > 0) copy[key] = withValue(copy[key], rest, value, copies);
  else if (value === undefined) Reflect.deleteProperty(copy, key);
  else copy[key] = value;
  return copy;
}

function copyOf(container: unknown): Container {
  return (
    Array.isArray(container) ? [...(container as unknown[])] : Object.assign(newPlain(), container)
  ) as Container;
}
