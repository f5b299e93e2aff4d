import type { FieldSchema } from '../../schema/document-schema.js';
import { withDifferences } from './with-differences.js';
import type { Snapshot, SnapshotValues, Stored } from '../snapshot/snapshot.js';
import type { Difference } from './difference.js';

/** The snapshot after the differences were written and the encoded document is `after`. */
export function applyDifferences(
  snapshot: Snapshot,
  differences: readonly Difference[],
  after: Stored,
): Snapshot {
  return differences.length === 0 ? snapshot : new WrittenSnapshot(snapshot, differences, after);
}

/**
 * The snapshot of a document after a write. It is put together only when more than some of it is read: most documents are saved once, and
 * values not read for that write are not read for the next one.
 */
class WrittenSnapshot implements Snapshot {
  readonly loaded: ReadonlySet<string> | undefined;
  #before: Snapshot | undefined;
  readonly #differences: readonly Difference[];
  readonly #after: Stored;
  #values: SnapshotValues | undefined = undefined;

  constructor(before: Snapshot, differences: readonly Difference[], after: Stored) {
    this.loaded = before.loaded && withWritten(before.loaded, differences);
    this.#before = before;
    this.#differences = differences;
    this.#after = after;
  }

  get stored(): Stored {
    return this.#all.stored;
  }

  get baseline(): Stored {
    return this.#all.baseline;
  }

  read(keys: Iterable<string>): SnapshotValues {
    if (!this.#before) return this.#all;
    const asked = new Set(keys);
    const differences = this.#differences.filter(({ keys: [key = ''] }) => asked.has(key));
    return valuesAfter(this.#before.read(asked), differences, this.#after);
  }

  possiblyChanged(fields: readonly FieldSchema[]): readonly FieldSchema[] {
    return fields;
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
  return { stored, baseline: before.stored === before.baseline ? stored : after };
}

/** Fields written without having been loaded count as loaded. */
function withWritten(loaded: ReadonlySet<string>, differences: readonly Difference[]): ReadonlySet<string> {
  const names = differences.flatMap(({ names: [name] }) => name ?? []);
  return names.every((name) => loaded.has(name)) ? loaded : new Set([...loaded, ...names]);
}
