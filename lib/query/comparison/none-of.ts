import { compileList, frozenList } from './one-of.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator, ValueNode } from '../filter-operator.js';

/** A value that is not in a list, or is absent. */
export const noneOfValues: ValueNode = {
  key: '$nin',
  code: 'noneOf([...])',
  fits: () => true,
  compile: (operand, compiler) => ({ $nin: compileList('noneOf', operand, compiler) }),
};

/** Matches documents whose value differs from all of these, or is absent: `{ name: noneOf(['Ada', 'Bob']) }`. `$nin` in MongoDB. */
export function noneOf<const V>(values: readonly V[] | undefined): FilterOperator<V> {
  return operator(noneOfValues, frozenList(values));
}
