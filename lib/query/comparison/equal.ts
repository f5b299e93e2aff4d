import type { ValueNode } from '../filter-operator.js';

/** A value that stands in a filter by itself. */
export const equal: ValueNode = {
  key: '$eq',
  code: 'the value itself',
  fits: () => true,
  compile: (operand, compiler) => ({ $eq: compiler.value(operand) }),
};
