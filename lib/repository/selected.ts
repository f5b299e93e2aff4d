import type { IdName } from '../schema/type/id-types.js';

/** Marks, for the compiler only, a document of which some fields were loaded. */
declare const part: unique symbol;

/** A document of `T` of which not all fields were loaded. */
export interface DocumentPart<T> {
  readonly [part]?: T;
}

/**
 * A document of `T` of which the fields `K` and the id were loaded, as `select` gives it: an instance of the class whose other fields are
 * undefined. It can be saved: what was not loaded is neither validated nor written, unless it is given a value.
 */
export type SelectedDocument<T, K extends keyof T> = Pick<T, K | (IdName<T> & keyof T)> & DocumentPart<T>;

/** A document of `T`, all of it or a part. */
export type DocumentOrPart<T> = T | DocumentPart<T>;
