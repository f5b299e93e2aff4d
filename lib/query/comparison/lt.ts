import { comparison } from './ordered.js';
import type { OrderedValue } from './ordered.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator } from '../filter-operator.js';

export const ltNode = comparison('$lt', 'lt');

/** Matches documents whose value is less than this: `{ age: lt(18) }`. Absent values do not match. `$lt` in MongoDB. */
export function lt<V extends OrderedValue>(value: V | undefined): FilterOperator<V> {
  return operator(ltNode, value);
}
