import type { Document } from 'mongodb';

/** One index as the server lists it: data of the database, which may hold anything. */
export interface ExistingIndex {
  readonly name: string;
  /** Paths with their direction or kind, in order, as the server stores them. */
  readonly keys: readonly (readonly [path: string, direction: unknown])[];
  /** Everything else that the server lists of it. */
  readonly options: Readonly<Document>;
}

/** One collection or view of the database, as the server lists it. */
export interface ExistingCollection {
  readonly name: string;
  readonly isView: boolean;
  readonly options: Readonly<Document>;
  /** Without those of the id. */
  readonly indexes: readonly ExistingIndex[];
}
