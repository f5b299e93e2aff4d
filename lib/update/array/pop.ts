import { isArray } from '../../query/array/is-array.js';
import { updateOperator } from '../update-operator.js';
import type { UpdateNode, UpdateOperator } from '../update-operator.js';

export const popFirstNode: UpdateNode = {
  name: 'popFirst',
  key: '$pop',
  fits: isArray,
  compile: () => -1,
};

export const popLastNode: UpdateNode = { name: 'popLast', key: '$pop', fits: isArray, compile: () => 1 };

/** Removes the first element of an array: `{ queue: popFirst() }`. `$pop` in MongoDB. */
export function popFirst(): UpdateOperator<never[]> {
  return updateOperator(popFirstNode, undefined);
}

/** Removes the last element of an array: `{ stack: popLast() }`. `$pop` in MongoDB. */
export function popLast(): UpdateOperator<never[]> {
  return updateOperator(popLastNode, undefined);
}
