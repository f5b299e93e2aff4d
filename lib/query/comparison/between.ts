import type { Plain } from '../../value/plain-object.js';
import { isOrdered, limitOf } from './ordered.js';
import type { OrderedValue } from './ordered.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator, ValueNode } from '../filter-operator.js';

interface Limits {
  readonly from: unknown;
  readonly to: unknown;
}

export const betweenNode: ValueNode = {
  code: 'between(...)',
  fits: isOrdered,
  compile(operand, compiler) {
    const { from, to } = operand as Limits;
    const limit = (key: '$gte' | '$lte', value: unknown): Plain =>
      value === undefined && compiler.ignoresUndefined ? {} : { [key]: limitOf('between', value, compiler) };
    return { ...limit('$gte', from), ...limit('$lte', to) };
  },
};

/** Matches documents whose value is in a range, both limits included: `{ age: between(18, 65) }`. `$gte` and `$lte` in MongoDB. */
export function between<V extends OrderedValue>(from: V | undefined, to: V | undefined): FilterOperator<V> {
  return operator(betweenNode, Object.freeze<Limits>({ from, to }));
}
