import type { FilterOperator } from './operators/filter-operator.js';
import type { IndexedEntry, NamedPath, DocumentPathValue } from './path-types.js';

/** A value, or for an array one of its elements. */
type Comparable<V> = V | (V extends readonly (infer E)[] ? E : never);

type FilterValue<V> = Comparable<NonNullable<V>> | null | FilterOperator<Comparable<NonNullable<V>> | null>;

/**
 * Which documents: each path with the value that is there, or an operator. A document matches if all of them hold; `{}` matches all.
 * An array matches a whole array, or one of its elements. `null` matches null and absent.
 */
export type DocumentFilter<T> = { readonly [P in NamedPath<T>]?: FilterValue<DocumentPathValue<T, P>> } & {
  readonly [Entry in IndexedEntry<T> as Entry[0]]?: FilterValue<Entry[1]>;
};

/** The name of the property that holds the id: `_id`, else `id`, which may be another field beside `_id`. */
export type IdName<T> = T extends { _id: unknown } ? '_id' : T extends { id: unknown } ? 'id' : never;

/** The type of the id of a document: that of its property `_id`, else `id`; unknown where the id is called otherwise. */
export type DocumentId<T> =
  IdName<T> extends infer Name extends keyof T
    ? [Name] extends [never]
      ? unknown
      : NonNullable<T[Name]>
    : unknown;
