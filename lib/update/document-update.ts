import type { DocumentInPlace, GivenValue } from '../schema/type/given-types.js';
import type { DocumentPathValue, IndexedEntry, Leaf, SinglePath } from '../schema/type/path-types.js';
import type { ReferredAt, ReferredBy } from '../schema/type/referred-types.js';
import type { ExpectedElement } from '../query/array/element-condition.js';
import type { NotAFilterOperator, RawCondition } from '../query/filter-operator.js';
import type { ElementUpdateOperator, NotAnUpdateOperator, UpdateOperator } from './update-operator.js';

/**
 * An update: each path with the value that it gets, or an operator: `{ status: 'minor', visits: inc(1), 'address.city': unset() }`; or an
 * update in the server's own form, made by `raw`. Paths through arrays have an index. A generic `T` has the paths of its base.
 */
export type DocumentUpdate<T> = (T extends unknown
  ? { readonly type: UpdateOf<T> | RawCondition }
  : never)['type'];

type UpdateOf<T> = {
  readonly [P in SinglePath<T>]?: UpdateValue<DocumentPathValue<T, P>, ReferredAt<T, P>>;
} & {
  readonly [Entry in IndexedEntry<T> as Entry[0]]?:
    UpdateValue<Entry[1], ReferredBy<Entry[1]>> | UpdateOperator<undefined>;
} & NotAnUpdateOperator &
  NotAFilterOperator;

/** A value as `build` takes it, or an operator; `D` is the documents that may stand in place of ids. */
export type UpdateValue<V, D = never> =
  ValueOrDocument<V, D> | UpdateOperator<ValueOrDocument<V, D>> | ElementOperator<NonNullable<V>, D>;

/** A change of the value at a path. For a generic `T` it is that of its base. */
export type UpdateValueAt<T, P extends string> = (T extends unknown
  ? { readonly type: UpdateValue<DocumentPathValue<T, P>, ReferredAt<T, P>> }
  : never)['type'];

type ValueOrDocument<V, D> = [D] extends [never] ? GivenValue<V> : GivenValue<V> | DocumentInPlace<V, D>;

type ElementOperator<V, D> = unknown extends V
  ? ElementUpdateOperator
  : V extends readonly (infer E)[]
    ? ElementUpdateOperator<E | D>
    : never;

/** Changes of an element of an array: an update for an embedded document, a value or an operator for others. */
export type ElementChanges<E> = E extends Leaf
  ? GivenValue<ExpectedElement<E>> | UpdateOperator<ExpectedElement<E>>
  : DocumentUpdate<ExpectedElement<E>> | ExpectedElement<E>;
