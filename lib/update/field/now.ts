import { updateOperator } from '../update-operator.js';
import type { UpdateNode, UpdateOperator } from '../update-operator.js';

export const nowNode: UpdateNode = {
  name: 'now',
  key: '$currentDate',
  fits: ({ kind }) => kind === 'date' || kind === 'any',
  compile: () => true,
};

/** Sets a date to the time of the server: `{ seenAt: now() }`. `$currentDate` in MongoDB. */
export function now(): UpdateOperator<Date> {
  return updateOperator(nowNode, undefined);
}
