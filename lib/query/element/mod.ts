import { isNumeric, isWhole } from './numeric.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator, ValueNode } from '../filter-operator.js';

export const modNode: ValueNode = {
  key: '$mod',
  code: 'mod(...)',
  fits: isNumeric,
  compile(operand, { refuse }) {
    const [divisor, remainder] = operand as readonly unknown[];
    if (!isWhole(divisor) || !isWhole(remainder) || Number(divisor) === 0)
      return refuse(
        'mod takes a divisor other than 0 and a remainder, both whole numbers',
        'Check them before',
      );
    return { $mod: [divisor, remainder] };
  },
};

/** Matches documents whose number has this remainder: `{ count: mod(4, 0) }`. `$mod` in MongoDB. */
export function mod<N extends number | bigint = never>(
  divisor: number | bigint,
  remainder: number | bigint,
): FilterOperator<N> {
  return operator(modNode, Object.freeze([divisor, remainder]));
}
