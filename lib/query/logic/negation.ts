import { isEmptyPlain } from '../../value/plain-object.js';
import type { ValueNode, Operator } from '../filter-operator.js';

/** The opposite of the operator in it. Fits the same types. */
export const negation: ValueNode = {
  key: '$not',
  code: 'not(...)',
  fits: () => true,
  compile(operand, compiler) {
    const inner = compiler.operator(operand as Operator);
    return isEmptyPlain(inner) ? inner : { $not: inner };
  },
};
