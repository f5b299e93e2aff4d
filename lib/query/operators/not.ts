import { FilterOperator } from './filter-operator.js';
import { negation } from './negation.js';
import { notEqual } from './not-equal.js';
import { oppositeOf } from './operators.js';

/** Matches documents whose value is different or absent: `{ name: not('Ada') }`, `{ name: not(oneOf(['Ada', 'Bob'])) }`. */
export function not<V>(value: V | FilterOperator<V>): FilterOperator<V> {
  if (!FilterOperator.isOperator(value)) return new FilterOperator(notEqual, value);
  const { node, operand } = FilterOperator.read(value);
  const opposite = oppositeOf(node);
  return opposite ? new FilterOperator(opposite, operand) : new FilterOperator(negation, value);
}
