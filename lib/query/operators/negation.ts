import type { FilterNode, FilterOperator } from './filter-operator.js';

/** The opposite of the operator that it holds. It fits where that one does. */
export const negation: FilterNode = {
  key: '$not',
  code: 'not(...)',
  fits: () => true,
  compile: (operand, compiler) => compiler.operator(operand as FilterOperator),
};
