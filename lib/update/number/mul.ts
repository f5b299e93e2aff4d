import { isNumeric } from '../../query/element/numeric.js';
import { updateOperator } from '../update-operator.js';
import type { UpdateNode, UpdateOperator } from '../update-operator.js';

export const mulNode: UpdateNode = {
  name: 'mul',
  key: '$mul',
  fits: isNumeric,
  compile: (operand, compiler) => compiler.amount(operand),
};

/** Multiplies a number; an absent one becomes 0: `{ price: mul(1.2) }`. `$mul` in MongoDB. */
export function mul<N extends number | bigint | { readonly _bsontype: 'Decimal128' }>(
  by: N,
): UpdateOperator<N> {
  return updateOperator(mulNode, by);
}
