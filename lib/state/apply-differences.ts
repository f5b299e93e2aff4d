import { newPlain } from '../schema/plain-object.js';
import type { Difference } from './difference.js';
import type { Snapshot, Stored } from './snapshot.js';

type Container = Record<string, unknown>;

/**
 * The snapshot after the differences were written and the document, as encoded, is `after`.
 * Where the class had initialised nothing beyond what was stored, that is `after` itself.
 */
export function applyDifferences(
  snapshot: Snapshot,
  differences: readonly Difference[],
  after: Stored,
): Snapshot {
  const loaded = snapshot.loaded && withWritten(snapshot.loaded, differences);
  if (snapshot.stored === snapshot.unchanged) return { stored: after, unchanged: after, loaded };
  const stored = differences.reduce<Container>(
    (plain, { keys, after: value }) => withValue(plain, keys, value),
    snapshot.stored,
  );
  return { stored, unchanged: after, loaded };
}

/** What was not loaded, and then written, is known. */
function withWritten(loaded: ReadonlySet<string>, differences: readonly Difference[]): ReadonlySet<string> {
  const names = differences.flatMap(({ names: [name] }) => name ?? []);
  return names.every((name) => loaded.has(name)) ? loaded : new Set([...loaded, ...names]);
}

/** A copy of the containers on the way, so that the old snapshot stays as it was. */
function withValue(container: unknown, keys: readonly string[], value: unknown): Container {
  const copy = (
    Array.isArray(container) ? [...(container as unknown[])] : Object.assign(newPlain(), container)
  ) as Container;
  const [key = '', ...rest] = keys;
  if (rest.length > 0) copy[key] = withValue(copy[key], rest, value);
  else if (value === undefined) Reflect.deleteProperty(copy, key);
  else copy[key] = value;
  return copy;
}
