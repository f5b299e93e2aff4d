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
  if (snapshot.stored === snapshot.unchanged) return { stored: after, unchanged: after };
  const stored = differences.reduce<Container>(
    (plain, { keys, after: value }) => withValue(plain, keys, value),
    snapshot.stored,
  );
  return { stored, unchanged: after };
}

/** A copy of the containers on the way, so that the old snapshot stays as it was. */
function withValue(container: unknown, keys: readonly string[], value: unknown): Container {
  const copy = (
    Array.isArray(container)
      ? [...(container as unknown[])]
      : Object.assign(Object.create(null) as Container, container)
  ) as Container;
  const [key = '', ...rest] = keys;
  if (rest.length > 0) copy[key] = withValue(copy[key], rest, value);
  else if (value === undefined) Reflect.deleteProperty(copy, key);
  else copy[key] = value;
  return copy;
}
