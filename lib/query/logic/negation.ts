import type { ValueNode, Operator } from '../filter-operator.js';

/** The opposite of the operator in it. Fits the same types. */
export const negation: ValueNode = {
  key: '$not',
  code: 'not(...)',
  fits: () => true,
  compile: (operand, compiler) => ({ $not: compiler.operator(operand as Operator) }),
};
