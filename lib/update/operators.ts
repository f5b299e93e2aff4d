import { addToSetNode } from './array/add-to-set.js';
import { popFirstNode, popLastNode } from './array/pop.js';
import { pullAllNode } from './array/pull-all.js';
import { pullNode } from './array/pull.js';
import { pushNode } from './array/push.js';
import { maxNode } from './field/max.js';
import { minNode } from './field/min.js';
import { nowNode } from './field/now.js';
import { renameNode } from './field/rename.js';
import { setNode } from './field/set.js';
import { setOnInsertNode } from './field/set-on-insert.js';
import { unsetNode } from './field/unset.js';
import { bitNode } from './number/bit.js';
import { incNode } from './number/inc.js';
import { mulNode } from './number/mul.js';
import type { UpdateNode } from './update-operator.js';

/** All operators of updates: to add one, add a file and a row. */
const nodes: readonly UpdateNode[] = Object.freeze([
  ...[setNode, unsetNode, setOnInsertNode, minNode, maxNode, nowNode, renameNode],
  ...[incNode, mulNode, bitNode],
  ...[pushNode, addToSetNode, pullNode, pullAllNode, popFirstNode, popLastNode],
]);

/** The function to use for an operator of MongoDB; undefined for one that has none. */
export function functionFor(key: string): string | undefined {
  return nodes.find((node) => node.key === key)?.name;
}
