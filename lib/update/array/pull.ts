import type { ElementCondition } from '../../query/array/element-condition.js';
import { isArray } from '../../query/array/is-array.js';
import { updateOperator } from '../update-operator.js';
import type { ElementUpdateOperator, UpdateNode } from '../update-operator.js';

export const pullNode: UpdateNode = {
  name: 'pull',
  key: '$pull',
  fits: isArray,
  compile: (operand, compiler) => compiler.condition(operand),
};

/**
 * Removes the elements that meet a condition: a value, an operator, or a filter for embedded documents: `{ tags: pull('old') }`, `{ scores:
 * pull(lt(5)) }`, `{ lines: pull({ sku: 'a' }) }`. `$pull` in MongoDB.
 */
export function pull<E>(condition: ElementCondition<E>): ElementUpdateOperator<E> {
  return updateOperator(pullNode, condition);
}
