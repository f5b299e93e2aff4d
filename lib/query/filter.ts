import type { ObjectIdOrHex } from '../schema/type/id-types.js';
import type { DocumentPathValue, IndexedEntry, NamedPath } from '../schema/type/path-types.js';
import type { ReferredAt, ReferredBy } from '../schema/type/referred-types.js';
import type { FilterExpression, FilterOperator } from './filter-operator.js';

/**
 * A filter: each path with a value or an operator, all of which must match; `{}` matches all documents. An array matches a whole array or
 * an element; `null` matches null and absent. Several filters are joined by `or`, `and` and `nor`. A generic `T` has the paths of its base.
 */
export type DocumentFilter<T> = (T extends unknown ? { readonly type: FilterOf<T> } : never)['type'];

type FilterOf<T> = {
  readonly [P in NamedPath<T>]?: FilterValue<DocumentPathValue<T, P>, ReferredAt<T, P>>;
} & {
  readonly [Entry in IndexedEntry<T> as Entry[0]]?: FilterValue<Entry[1], ReferredBy<Entry[1]>>;
} & Partial<FilterExpression<T>>;

/** A value at a path, or an operator; `D` is the documents that may stand in place of ids there. */
type FilterValue<V, D> =
  Comparable<NonNullable<V>, D> | null | FilterOperator<Comparable<NonNullable<V>, D> | null>;

/** A value, or one of its elements if it is an array. */
type Comparable<V, D> = InOtherForm<V, D> | (V extends readonly (infer E)[] ? InOtherForm<E, D> : never);

/** A value whose ObjectIds, also those in arrays and maps, may be given as text, and ids of references as documents. */
type InOtherForm<V, D> = V extends readonly (infer E)[]
  ? V | readonly (ObjectIdOrHex<E> | D)[]
  : V extends ReadonlyMap<infer K, infer E>
    ? V | ReadonlyMap<K, ObjectIdOrHex<E> | D>
    : ObjectIdOrHex<V> | D;
