import { describeValue } from '../../value/describe-value.js';
import type { ExpectedElement } from '../../query/array/element-condition.js';
import { isArray } from '../../query/array/is-array.js';
import { updateOperator } from '../update-operator.js';
import type { UpdateNode, UpdateOperator } from '../update-operator.js';

export const pullAllNode: UpdateNode = {
  name: 'pullAll',
  key: '$pullAll',
  fits: isArray,
  compile(operand, compiler) {
    if (!Array.isArray(operand))
      return compiler.refuse(`pullAll takes a list, not ${describeValue(operand)}`);
    return compiler.removed(operand as unknown[]);
  },
};

/** Removes the elements that equal one of these values: `{ tags: pullAll(['old', 'new']) }`. `$pullAll` in MongoDB. */
export function pullAll<E>(values: readonly ExpectedElement<E>[]): UpdateOperator<E[]> {
  return updateOperator(pullAllNode, values);
}
