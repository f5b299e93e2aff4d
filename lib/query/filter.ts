import type { ObjectIdOrHex } from '../schema/type/id-types.js';
import type { DocumentPathValue, IndexedEntry, NamedPath } from '../schema/type/path-types.js';
import type { FilterOperator } from './operators/filter-operator.js';

/**
 * Which documents: each path with the value that is there, or an operator. A document matches if all of them hold; `{}` matches all.
 * An array matches a whole array, or one of its elements. `null` matches null and absent. Where an ObjectId is expected, text of its
 * 24 hexadecimal digits is one too. For a generic `T extends Base` the paths of `Base`.
 */
export type DocumentFilter<T> = (T extends unknown ? { readonly type: FilterOf<T> } : never)['type'];

type FilterOf<T> = { readonly [P in NamedPath<T>]?: FilterValue<DocumentPathValue<T, P>> } & {
  readonly [Entry in IndexedEntry<T> as Entry[0]]?: FilterValue<Entry[1]>;
};

type FilterValue<V> = Comparable<NonNullable<V>> | null | FilterOperator<Comparable<NonNullable<V>> | null>;

/** A value, or for an array one of its elements. */
type Comparable<V> = WithHex<V> | (V extends readonly (infer E)[] ? WithHex<E> : never);

/** A value with its ObjectIds, also those in arrays and maps, as ObjectIds or as text. */
type WithHex<V> = V extends readonly (infer E)[]
  ? V | readonly ObjectIdOrHex<E>[]
  : V extends ReadonlyMap<infer K, infer E>
    ? V | ReadonlyMap<K, ObjectIdOrHex<E>>
    : ObjectIdOrHex<V>;
