import { isContainer } from '../../schema/type-contents.js';
import { updateOperator } from '../update-operator.js';
import type { UpdateNode, UpdateOperator } from '../update-operator.js';

export const minNode: UpdateNode = {
  name: 'min',
  key: '$min',
  fits: (type) => !isContainer(type),
  compile: (operand, compiler) => compiler.value(operand),
};

/** Sets a field to this value if that is less than the stored one, or none is stored: `{ lowest: min(3) }`. `$min` in MongoDB. */
export function min<V extends string | number | bigint | Date | object>(value: V): UpdateOperator<V> {
  return updateOperator(minNode, value);
}
