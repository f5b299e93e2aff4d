import type { ElementCondition } from '../../query/array/element-condition.js';
import type { ElementChanges } from '../document-update.js';
import { updateOperator } from '../update-operator.js';
import type { ElementUpdateOperator, ElementsNode } from '../update-operator.js';

export const updateElementsNode: ElementsNode = { name: 'updateElements', isOfElements: true };

/** The elements to change, and their changes. */
export interface ElementsOperand {
  readonly condition: unknown;
  readonly changes: unknown;
}

/**
 * Changes the elements of an array that meet a condition, `{}` for all of them: `{ lines: updateElements({ sku: 'a' }, { count: inc(1) })
 * }`, `{ scores: updateElements(lt(5), 5) }`. `arrayFilters` in MongoDB.
 */
export function updateElements<E>(
  condition: ElementCondition<E>,
  changes: ElementChanges<E>,
): ElementUpdateOperator<E> {
  return updateOperator(updateElementsNode, Object.freeze({ condition, changes }));
}
