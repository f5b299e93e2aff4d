import { describeValue } from '../../value/describe-value.js';
import { isArray } from './is-array.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator, ValueNode } from '../filter-operator.js';

export const sizeNode: ValueNode = {
  key: '$size',
  code: 'size(...)',
  fits: isArray,
  compile(operand, { refuse }) {
    if (Number.isSafeInteger(operand) && (operand as number) >= 0) return { $size: operand };
    return refuse(`size was given ${describeValue(operand)}`, 'Give it a whole number of at least 0');
  },
};

/** Matches documents whose array has exactly this many elements: `{ tags: size(3) }`. `$size` in MongoDB. */
export function size(count: number | undefined): FilterOperator<never[]> {
  return operator(sizeNode, count);
}
