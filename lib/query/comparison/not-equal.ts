import type { ValueNode } from '../filter-operator.js';

/** A different value, or an absent one. */
export const notEqual: ValueNode = {
  key: '$ne',
  code: 'not(...)',
  fits: () => true,
  compile: (operand, compiler) => ({ $ne: compiler.value(operand) }),
};
