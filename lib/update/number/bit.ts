import { isPlainObject } from '../../value/plain-object.js';
import type { FieldType } from '../../schema/document-schema.js';
import { isWhole } from '../../query/element/numeric.js';
import { updateOperator } from '../update-operator.js';
import type { UpdateNode, UpdateOperator } from '../update-operator.js';

/** Changes of the bits of a whole number. */
export interface BitChanges<N extends number | bigint = number | bigint> {
  readonly and?: N;
  readonly or?: N;
  readonly xor?: N;
}

const names = Object.freeze(['and', 'or', 'xor']);
const kinds = Object.freeze<FieldType['kind'][]>(['number', 'int32', 'bigint', 'any']);

export const bitNode: UpdateNode = {
  name: 'bit',
  key: '$bit',
  fits: ({ kind }) => kinds.includes(kind),
  compile(operand, compiler) {
    const entries = isPlainObject(operand) ? Object.entries(operand) : [];
    const isFit = entries.every(([name, bits]) => names.includes(name) && isWhole(bits));
    if (entries.length === 0 || !isFit) return compiler.refuse('bit takes whole numbers as and, or and xor');
    return Object.fromEntries(entries.map(([name, bits]) => [name, compiler.amount(bits)]));
  },
};

/** Changes the bits of a whole number: `{ flags: bit({ or: 0b100 }) }`. `$bit` in MongoDB. */
export function bit<N extends number | bigint>(changes: BitChanges<N>): UpdateOperator<N> {
  return updateOperator(bitNode, Object.freeze({ ...changes }));
}
