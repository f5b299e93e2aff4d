import type { FieldSchema } from '../../schema/document-schema.js';

/** An object with stored keys, as the driver reads and writes it. */
export type Stored = Readonly<Record<string, unknown>>;

/** The values of a snapshot, or some of them. */
export interface SnapshotValues {
  /** The values in the database; if only some fields were loaded, their values. */
  readonly stored: Stored;
  /** The stored values with initial values where nothing is stored: a document that equals this is unchanged. */
  readonly baseline: Stored;
}

/** A document as it is stored. Never changed in place. */
export interface Snapshot extends SnapshotValues {
  /** The names of the fields that were loaded; undefined if all of them were. */
  readonly loaded?: ReadonlySet<string> | undefined;
  /** Reads at least the values under these keys. */
  read(keys: Iterable<string>): SnapshotValues;
  /** The fields, in order, whose stored values may differ from `after`, an encoded document; the given list itself if all of them may. */
  possiblyChanged(fields: readonly FieldSchema[], after: Stored): readonly FieldSchema[];
}
