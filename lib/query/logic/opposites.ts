import { equal } from '../comparison/equal.js';
import { noneOfValues } from '../comparison/none-of.js';
import { notEqual } from '../comparison/not-equal.js';
import { oneOfValues } from '../comparison/one-of.js';
import type { FilterNode, ValueNode } from '../filter-operator.js';

const opposites: readonly (readonly [ValueNode, ValueNode])[] = Object.freeze([
  [equal, notEqual],
  [notEqual, equal],
  [oneOfValues, noneOfValues],
  [noneOfValues, oneOfValues],
]);

/** The operator that `not` turns another one into; undefined where it is wrapped. */
export function oppositeOf(node: FilterNode): FilterNode | undefined {
  return opposites.find(([each]) => each === node)?.[1];
}
