/** An object with stored keys, as the driver reads and writes it. */
export type Stored = Readonly<Record<string, unknown>>;

/** A document as it is stored. Never changed in place. */
export interface Snapshot {
  /** What is in the database: of a document of which only some fields were loaded, these. */
  readonly stored: Stored;
  /** The same with what the class initialised where nothing is stored: a document that equals this has not been changed. */
  readonly unchanged: Stored;
  /** The names of the fields that were loaded; undefined if all of them were. */
  readonly loaded?: ReadonlySet<string> | undefined;
}
