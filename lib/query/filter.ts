import type { FilterOperator } from './operators.js';
import type { Path, PathValue } from './path-types.js';

/** A value, or for an array one of its elements. */
type Comparable<V> = V | (V extends readonly (infer E)[] ? E : never);

type FilterValue<V> = Comparable<NonNullable<V>> | null | FilterOperator<Comparable<NonNullable<V>> | null>;

/**
 * Which documents: each path with the value that is there, or an operator. A document matches if all of them hold; `{}` matches all.
 * An array matches a whole array, or one of its elements. `null` matches null and absent.
 */
export type Filter<T> = { readonly [P in Path<T>]?: FilterValue<PathValue<T, P>> };

/** The name of the property that holds the id: `id` or `_id`. */
export type IdName<T> = T extends { id: unknown } ? 'id' : T extends { _id: unknown } ? '_id' : never;

/** The type of the id of a document: that of its property `id` or `_id`. */
export type IdOf<T> = T extends { id: infer I }
  ? NonNullable<I>
  : T extends { _id: infer I }
    ? NonNullable<I>
    : unknown;
