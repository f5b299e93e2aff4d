import { comparison } from './ordered.js';
import type { OrderedValue } from './ordered.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator } from '../filter-operator.js';

export const gteNode = comparison('$gte', 'gte');

/** Matches documents whose value is this or greater: `{ age: gte(18) }`. Absent values do not match. `$gte` in MongoDB. */
export function gte<V extends OrderedValue>(value: V | undefined): FilterOperator<V> {
  return operator(gteNode, value);
}
