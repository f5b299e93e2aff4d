import { isNumeric } from '../../query/element/numeric.js';
import { updateOperator } from '../update-operator.js';
import type { UpdateNode, UpdateOperator } from '../update-operator.js';

export const incNode: UpdateNode = {
  name: 'inc',
  key: '$inc',
  fits: isNumeric,
  compile: (operand, compiler) => compiler.amount(operand),
};

/** Adds to a number, negative to subtract; an absent one counts as 0: `{ visits: inc(1) }`. `$inc` in MongoDB. */
export function inc<N extends number | bigint | { readonly _bsontype: 'Decimal128' }>(
  by: N,
): UpdateOperator<N> {
  return updateOperator(incNode, by);
}
