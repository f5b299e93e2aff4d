import { updateOperator } from '../update-operator.js';
import type { UpdateNode, UpdateOperator } from '../update-operator.js';

export const unsetNode: UpdateNode = {
  name: 'unset',
  key: '$unset',
  fits: () => true,
  compile(_operand, compiler) {
    compiler.removes();
    return true;
  },
};

/** Removes a field: `{ note: unset() }`. A required field cannot be removed. `$unset` in MongoDB. */
export function unset(): UpdateOperator<undefined> {
  return updateOperator(unsetNode, undefined);
}
