import type { Leaf } from '../../schema/type/path-types.js';
import type { DocumentFilter } from '../filter.js';
import type { FilterOperator } from '../filter-operator.js';

/** A condition on an element of an array: a value or an operator, or a filter for an embedded document. */
export type ElementCondition<E> = E extends Leaf
  ? E | FilterOperator<E>
  : DocumentFilter<E> | FilterOperator<E>;
