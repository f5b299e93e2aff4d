import { newPlain } from '../schema/plain-object.js';
import type { Difference } from './difference.js';
import { valuesOf } from './snapshot.js';
import type { Snapshot, SnapshotValues, Stored } from './snapshot.js';

type Container = Record<string, unknown>;

/** The snapshot after the differences were written and the document, as encoded, is `after`. */
export function applyDifferences(
  snapshot: Snapshot,
  differences: readonly Difference[],
  after: Stored,
): Snapshot {
  if (differences.length === 0) return snapshot;
  const loaded = snapshot.loaded && withWritten(snapshot.loaded, differences);
  // Most documents are saved once: what was not read to write them is not read for the next time.
  if (snapshot.fieldsInDoubt) return new WrittenSnapshot(snapshot, differences, after, loaded);
  return { ...valuesAfter(snapshot, differences, after), loaded };
}

/** The snapshot of a document that was loaded and written: put together when somebody asks for more than some of it. */
class WrittenSnapshot implements Snapshot {
  #before: Snapshot | undefined;
  readonly #differences: readonly Difference[];
  readonly #after: Stored;
  #values: SnapshotValues | undefined = undefined;

  constructor(
    before: Snapshot,
    differences: readonly Difference[],
    after: Stored,
    readonly loaded: ReadonlySet<string> | undefined,
  ) {
    this.#before = before;
    this.#differences = differences;
    this.#after = after;
  }

  get stored(): Stored {
    return this.#all.stored;
  }

  get unchanged(): Stored {
    return this.#all.unchanged;
  }

  only(keys: readonly string[]): SnapshotValues {
    if (!this.#before) return this.#all;
    const differences = this.#differences.filter(({ keys: [key = ''] }) => keys.includes(key));
    return valuesAfter(valuesOf(this.#before, keys), differences, this.#after);
  }

  get #all(): SnapshotValues {
    this.#values ??= valuesAfter(this.#before as Snapshot, this.#differences, this.#after);
    this.#before = undefined;
    return this.#values;
  }
}

function valuesAfter(
  before: SnapshotValues,
  differences: readonly Difference[],
  after: Stored,
): SnapshotValues {
  const stored = withDifferences(before.stored, differences);
  return { stored, unchanged: before.stored === before.unchanged ? stored : after };
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
