import type { DocumentSort } from '../../query/compile-sort.js';
import type { DocumentFilter } from '../../query/filter.js';
import type { DocumentId } from '../../schema/type/id-types.js';
import type { SelectionPath } from '../selected.js';
import type { LoadedForm, PopulatePath, PopulateTarget } from './loaded.js';

/** Options of the documents of class `T` that fill one property. */
export interface PopulateOptions<T, S extends string = SelectionPath<T>> {
  /** The only paths that are loaded, beside the id and the reference back. Default all but those with `{ select: false }`. */
  readonly select?: readonly (S & SelectionPath<T>)[];
  /** A filter for them: those that do not match count as missing. Default none. */
  readonly filter?: DocumentFilter<T>;
  /** The order of a list. Default that of the ids in the document; for `@HasMany` that of the server, for `@HasOne` that of their ids. */
  readonly sort?: DocumentSort<T>;
  /** The greatest number of documents in one list. Default all. */
  readonly limit?: number;
  /** Whether soft-deleted documents are loaded too. Default false. */
  readonly withDeleted?: boolean;
  /**
   * The treatment of ids for which nothing was found: an error, or a function that gets them, each once. Not for `@HasMany` and `@HasOne`.
   * Default null in place of the document, and lists without it.
   */
  readonly onMissing?: 'throw' | ((ids: readonly DocumentId<T>[]) => void | Promise<void>);
}

/** Paths to populate: a list, or an object that has options for each: `{ author: true, comments: { limit: 3 } }`. */
export type PopulatePaths = readonly string[] | Readonly<Record<string, unknown>>;

/** The paths `P` if they lead to objects in a document of `T` and their options fit. */
export type CheckedPaths<T, P> = P extends readonly (infer K extends string)[]
  ? readonly PopulatePath<T, K>[]
  : {
      readonly [Path in keyof P]: Path extends PopulatePath<T, Path & string>
        ? true | (PopulateOptions<PopulateTarget<T, Path>> & Unknown<P[Path]>)
        : never;
    };

/** Refuses options that there are not. */
type Unknown<Given> = Readonly<Partial<Record<Exclude<keyof Given, keyof PopulateOptions<unknown>>, never>>>;

/**
 * The form `D` of a document of `T` with the properties at the paths `P` filled. For `any` paths it is `D`: so a function that gives documents
 * can stand for `getById` in a test.
 */
export type LoadedBy<D, T, P> = 0 extends 1 & P
  ? D
  : P extends readonly (infer K extends string)[]
    ? LoadedForm<D, T, K>
    : LoadedForm<D, T, keyof P & string, SelectedOf<P>>;

type SelectedOf<P> = {
  readonly [
    Path in keyof P as P[Path] extends { readonly select: readonly string[] } ? Path : never
  ]: P[Path] extends {
    readonly select: readonly (infer S)[];
  }
    ? S
    : never;
};

/** Options of a method that also populates what it loads. */
export interface PopulateOption<P> {
  /** Properties with `@BelongsTo`, `@HasMany` and `@HasOne` to fill, as `populate` of a query set does. */
  readonly populate: P;
}
