import { comparison } from './ordered.js';
import type { OrderedValue } from './ordered.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator } from '../filter-operator.js';

export const lteNode = comparison('$lte', 'lte');

/** Matches documents whose value is this or less: `{ age: lte(18) }`. Absent values do not match. `$lte` in MongoDB. */
export function lte<V extends OrderedValue>(value: V | undefined): FilterOperator<V> {
  return operator(lteNode, value);
}
