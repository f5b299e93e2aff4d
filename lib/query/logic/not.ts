import { notEqual } from '../comparison/not-equal.js';
import { oppositeOf } from './opposites.js';
import { negation } from './negation.js';
import { Operator, operator } from '../filter-operator.js';
import type { FilterOperator } from '../filter-operator.js';

/**
 * Matches documents whose value is different or absent, or does not match an operator: `{ name: not('Ada') }`, `{ age: not(gt(18)) }`.
 * `$ne`, `$nin` or `$not` in MongoDB.
 */
export function not<const V>(value: V | FilterOperator<V> | undefined): FilterOperator<V> {
  if (!Operator.isOperator(value)) return operator(notEqual, value);
  const { node, operand } = Operator.read(value);
  if (node === negation) return operand as FilterOperator<V>;
  const opposite = oppositeOf(node);
  return opposite ? operator(opposite, operand) : operator(negation, value);
}
