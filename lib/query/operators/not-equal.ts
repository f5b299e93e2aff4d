import type { FilterNode } from './filter-operator.js';

/** A different value, or an absent one. */
export const notEqual: FilterNode = {
  key: '$ne',
  code: 'not(...)',
  fits: () => true,
  compile: (operand, compiler) => compiler.value(operand),
};
