import { updateOperator } from '../update-operator.js';
import type { UpdateNode, UpdateOperator } from '../update-operator.js';

export const renameNode: UpdateNode = {
  name: 'rename',
  key: '$rename',
  fits: () => true,
  compile(operand, compiler) {
    compiler.removes();
    return compiler.pathOf(operand);
  },
};

/**
 * Moves the value of a field to another path of the same type, by field name: `{ phone: rename('contact.phone') }`. Neither may be in an
 * array. `$rename` in MongoDB.
 */
export function rename(path: string): UpdateOperator<undefined> {
  return updateOperator(renameNode, path);
}
