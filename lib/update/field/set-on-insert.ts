import { updateOperator } from '../update-operator.js';
import type { UpdateNode, UpdateOperator } from '../update-operator.js';

export const setOnInsertNode: UpdateNode = {
  name: 'setOnInsert',
  key: '$setOnInsert',
  isForInsert: true,
  fits: () => true,
  compile: (operand, compiler) => compiler.value(operand),
};

/** Gives a field its value if an upsert inserts the document: `{ source: setOnInsert('import') }`. `$setOnInsert` in MongoDB. */
export function setOnInsert<V>(value: V): UpdateOperator<V> {
  return updateOperator(setOnInsertNode, value);
}
