import type { FilterNode, FilterOperator } from './filter-operator.js';

/** The opposite of the operator in it. Fits the same kinds. */
export const negation: FilterNode = {
  key: '$not',
  code: 'not(...)',
  fits: () => true,
  compile: (operand, compiler) => compiler.operator(operand as FilterOperator),
};
