import type { FilterNode } from './filter-operator.js';

/** A value that stands in a filter by itself. */
export const equal: FilterNode = {
  key: '$eq',
  code: 'the value itself',
  fits: () => true,
  compile: (operand, compiler) => compiler.value(operand),
};
