import { copyOfPlain, setKey } from '../../value/ordered-plain.js';
import { elementsOf } from '../../value/elements-of.js';
import type { Plain } from '../../value/plain-object.js';
import type { Difference } from './difference.js';
import { valuesOf } from '../snapshot/snapshot.js';
import type { Snapshot, SnapshotValues, Stored } from '../snapshot/snapshot.js';

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

  only(keys: ReadonlySet<string>): SnapshotValues {
    if (!this.#before) return this.#all;
    const differences = this.#differences.filter(({ keys: [key = ''] }) => keys.has(key));
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
    (plain, { keys, after }) => withValue(plain, keys, 0, after, copies) as Stored,
    stored,
  );
}

/** Each container on the way is copied once. @param depth how many of the keys lead to the container */
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
