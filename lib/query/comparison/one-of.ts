import { describeValue } from '../../value/describe-value.js';
import { elementsOf } from '../../value/elements-of.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator, OperandCompiler, ValueNode } from '../filter-operator.js';

/** One of several values. */
export const oneOfValues: ValueNode = {
  key: '$in',
  code: 'oneOf([...])',
  fits: () => true,
  compile: (operand, compiler) => ({ $in: compileList('oneOf', operand, compiler) }),
};

/** Matches documents whose value is one of these: `{ name: oneOf(['Ada', 'Bob']) }`. An empty list matches nothing. `$in` in MongoDB. */
export function oneOf<const V>(values: readonly V[] | undefined): FilterOperator<V> {
  return operator(oneOfValues, frozenList(values));
}

/** Copies a list. A value other than a list is kept, so that the error can name its path. */
export function frozenList(given: unknown): unknown {
  return Array.isArray(given) ? Object.freeze(elementsOf(given)) : given;
}

/** Compiles each value of a list. @throws InvalidFilterError */
export function compileList(name: string, operand: unknown, compiler: OperandCompiler): readonly unknown[] {
  if (!Array.isArray(operand))
    return compiler.refuse(`${name} was given ${describeValue(operand)} and not a list`, 'Pass it an array');
  return operand.map((each: unknown) => compiler.value(each));
}
