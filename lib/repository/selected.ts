import type { IdName } from '../schema/type/id-types.js';

/** Marks, for the compiler only, a document of which only some fields were loaded. */
declare const part: unique symbol;

/** A document of `T` of which only some fields were loaded. */
export interface DocumentPart<T> {
  readonly [part]?: T;
}

/**
 * A document of `T` with the fields `K` and the id, as `select` loads it: an instance whose other fields are undefined. It can be saved:
 * fields that were not loaded are neither validated nor written, unless they are given a value.
 */
export type SelectedDocument<T, K extends keyof T> = Pick<T, K | (IdName<T> & keyof T)> & DocumentPart<T>;

/** A document of `T`, complete or in part. */
export type DocumentOrPart<T> = T | DocumentPart<T>;
