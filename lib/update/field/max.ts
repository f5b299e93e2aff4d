import { isContainer } from '../../schema/type-contents.js';
import { updateOperator } from '../update-operator.js';
import type { UpdateNode, UpdateOperator } from '../update-operator.js';

export const maxNode: UpdateNode = {
  name: 'max',
  key: '$max',
  fits: (type) => !isContainer(type),
  compile: (operand, compiler) => compiler.value(operand),
};

/** Sets a field to this value if that is greater than the stored one, or none is stored: `{ highest: max(9) }`. `$max` in MongoDB. */
export function max<V extends string | number | bigint | Date | object>(value: V): UpdateOperator<V> {
  return updateOperator(maxNode, value);
}
