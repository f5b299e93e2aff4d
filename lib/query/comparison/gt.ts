import { comparison } from './ordered.js';
import type { OrderedValue } from './ordered.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator } from '../filter-operator.js';

export const gtNode = comparison('$gt', 'gt');

/** Matches documents whose value is greater than this: `{ age: gt(18) }`. Absent values do not match. `$gt` in MongoDB. */
export function gt<V extends OrderedValue>(value: V | undefined): FilterOperator<V> {
  return operator(gtNode, value);
}
