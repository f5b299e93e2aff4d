import type { Leaf } from '../../schema/type/path-types.js';
import type { DocumentFilter } from '../filter.js';
import type { FilterOperator } from '../filter-operator.js';

/** The type itself, which the compiler takes from the place of the operator and not from its argument. */
export type ExpectedElement<E> = [E][E extends unknown ? 0 : never];

/** A condition on an element of an array: a value or an operator, or a filter for an embedded document. */
export type ElementCondition<E> = E extends Leaf
  ? ExpectedElement<E> | FilterOperator<ExpectedElement<E>>
  : DocumentFilter<ExpectedElement<E>> | FilterOperator<ExpectedElement<E>>;
