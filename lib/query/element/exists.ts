import { describeValue } from '../../value/describe-value.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator, ValueNode } from '../filter-operator.js';

export const existsNode: ValueNode = {
  key: '$exists',
  code: 'exists(...)',
  fits: () => true,
  compile(operand, { refuse }) {
    if (typeof operand === 'boolean') return { $exists: operand };
    return refuse(`exists was given ${describeValue(operand)}`, 'Give it true or false');
  },
};

/** Matches documents in which the path is present, null included, or absent: `{ email: exists(false) }`. `$exists` in MongoDB. */
export function exists(isPresent: boolean | undefined): FilterOperator<never> {
  return operator(existsNode, isPresent);
}
