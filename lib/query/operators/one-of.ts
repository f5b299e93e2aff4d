import { describeValue } from '../../value/describe-value.js';
import { elementsOf } from '../../value/elements-of.js';
import { FilterOperator } from './filter-operator.js';
import type { FilterNode, OperandCompiler } from './filter-operator.js';

/** One of several values. */
export const oneOfValues: FilterNode = {
  key: '$in',
  code: 'oneOf([...])',
  fits: () => true,
  compile: compileList,
};

/** Matches documents whose value is one of these: `{ name: oneOf(['Ada', 'Bob']) }`. An empty list matches nothing. */
export function oneOf<V>(values: readonly V[]): FilterOperator<V> {
  // A value other than a list is kept, so that the error can name its path.
  const given: unknown = values;
  return new FilterOperator(oneOfValues, Array.isArray(given) ? Object.freeze(elementsOf(values)) : given);
}

/** Compiles each value of the list that `oneOf` was given. */
export function compileList(operand: unknown, compiler: OperandCompiler): readonly unknown[] {
  if (!Array.isArray(operand))
    return compiler.refuse(`oneOf was given ${describeValue(operand)} and not a list`, 'Pass it an array');
  return operand.map((each: unknown) => compiler.value(each));
}
