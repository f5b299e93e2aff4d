import type { FilterNode } from './filter-operator.js';

/** Another value, or none. */
export const notEqual: FilterNode = {
  key: '$ne',
  code: 'not(...)',
  fits: () => true,
  compile: (operand, compiler) => compiler.value(operand),
};
