import type { UpdateNode } from '../update-operator.js';

/** A value in place of an operator: `{ name: 'Ada' }`. */
export const setNode: UpdateNode = {
  name: 'set',
  key: '$set',
  fits: () => true,
  compile: (operand, compiler) => compiler.value(operand),
};
