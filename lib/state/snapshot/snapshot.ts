import type { FieldSchema } from '../../schema/document-schema.js';

/** An object with stored keys, as the driver reads and writes it. */
export type Stored = Readonly<Record<string, unknown>>;

/** The values of a snapshot, or some of them. */
export interface SnapshotValues {
  /** The values in the database; of a document of which only some fields were loaded, these. */
  readonly stored: Stored;
  /** The same with what the class initialised where nothing is stored: a document that equals this has not been changed. */
  readonly baseline: Stored;
}

/** A document as it is stored. Never changed in place. */
export interface Snapshot extends SnapshotValues {
  /** The names of the fields that were loaded; undefined if all of them were. */
  readonly loaded?: ReadonlySet<string> | undefined;
  /** Its values, at least those under these keys. */
  read(keys: Iterable<string>): SnapshotValues;
  /**
   * The fields, in their order, that it may hold other values of than `after`, a document as encoded; the list that was given if those
   * may be all.
   */
  possiblyChanged(fields: readonly FieldSchema[], after: Stored): readonly FieldSchema[];
}
