import type { FieldSchema } from '../../schema/document-schema.js';

/** An object with stored keys, as the driver reads and writes it. */
export type Stored = Readonly<Record<string, unknown>>;

/** What a snapshot holds, or some of it. */
export interface SnapshotValues {
  /** What is in the database: of a document of which only some fields were loaded, these. */
  readonly stored: Stored;
  /** The same with what the class initialised where nothing is stored: a document that equals this has not been changed. */
  readonly unchanged: Stored;
}

/** A document as it is stored. Never changed in place. */
export interface Snapshot extends SnapshotValues {
  /** The names of the fields that were loaded; undefined if all of them were. */
  readonly loaded?: ReadonlySet<string> | undefined;
  /** What it holds under these keys, without reading the rest; absent where all of it is read already. */
  only?(keys: ReadonlySet<string>): SnapshotValues;
  /**
   * Of these fields, in their order, those that it may hold other values of than `after`, a document as encoded; told without reading
   * them. Absent where that is all of them.
   */
  fieldsInDoubt?(fields: readonly FieldSchema[], after: Stored): readonly FieldSchema[];
}

/** What a snapshot holds, at least under these keys. */
export function valuesOf(snapshot: Snapshot, keys: Iterable<string>): SnapshotValues {
  return snapshot.only?.(new Set(keys)) ?? snapshot;
}
