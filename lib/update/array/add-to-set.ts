import type { ExpectedElement } from '../../query/array/element-condition.js';
import { isArray } from '../../query/array/is-array.js';
import { updateOperator } from '../update-operator.js';
import type { UpdateNode, UpdateOperator } from '../update-operator.js';

export const addToSetNode: UpdateNode = {
  name: 'addToSet',
  key: '$addToSet',
  fits: isArray,
  compile: (operand, compiler) => ({ $each: compiler.elements(operand as readonly unknown[]) }),
};

/** Adds those elements to an array that it does not hold yet: `{ tags: addToSet('young') }`. `$addToSet` in MongoDB. */
export function addToSet<E>(...values: ExpectedElement<E>[]): UpdateOperator<E[]> {
  return updateOperator(addToSetNode, Object.freeze(values));
}
