import type { ObjectIdOrHex } from '../schema/type/id-types.js';
import type { DocumentPathValue, IndexedEntry, NamedPath } from '../schema/type/path-types.js';
import type { FilterExpression, FilterOperator } from './filter-operator.js';

/**
 * A filter: each path with a value or an operator, all of which must match; `{}` matches all documents. An array matches a whole array or
 * an element; `null` matches null and absent. Several filters are joined by `or`, `and` and `nor`. A generic `T` has the paths of its base.
 */
export type DocumentFilter<T> = (T extends unknown ? { readonly type: FilterOf<T> } : never)['type'];

type FilterOf<T> = { readonly [P in NamedPath<T>]?: FilterValue<DocumentPathValue<T, P>> } & {
  readonly [Entry in IndexedEntry<T> as Entry[0]]?: FilterValue<Entry[1]>;
} & Partial<FilterExpression<T>>;

type FilterValue<V> = Comparable<NonNullable<V>> | null | FilterOperator<Comparable<NonNullable<V>> | null>;

/** A value, or one of its elements if it is an array. */
type Comparable<V> = WithHex<V> | (V extends readonly (infer E)[] ? WithHex<E> : never);

/** A value whose ObjectIds, also those in arrays and maps, may be given as text. */
type WithHex<V> = V extends readonly (infer E)[]
  ? V | readonly ObjectIdOrHex<E>[]
  : V extends ReadonlyMap<infer K, infer E>
    ? V | ReadonlyMap<K, ObjectIdOrHex<E>>
    : ObjectIdOrHex<V>;
