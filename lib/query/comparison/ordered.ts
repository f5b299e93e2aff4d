import type { FieldType } from '../../schema/document-schema.js';
import type { OperandCompiler, ValueNode } from '../filter-operator.js';

/** Values that have an order. */
export type OrderedValue = string | number | bigint | Date | { readonly _bsontype: string };

const orderedKinds: readonly FieldType['kind'][] = Object.freeze([
  ...(['string', 'number', 'int32', 'double', 'bigint', 'decimal128'] as const),
  ...(['date', 'objectId', 'uuid', 'any'] as const),
]);

/** Whether values of a type have an order. Booleans, bytes and containers are not compared by size. */
export function isOrdered({ kind }: FieldType): boolean {
  return orderedKinds.includes(kind);
}

/** Makes an operator that compares with one value. */
export function comparison(key: '$gt' | '$gte' | '$lt' | '$lte', name: string): ValueNode {
  return {
    key,
    code: `${name}(...)`,
    fits: isOrdered,
    compile: (operand, compiler) => ({ [key]: limitOf(name, operand, compiler) }),
  };
}

/** Compiles a value to compare with. MongoDB compares values of one type only, so null would match nothing. @throws InvalidFilterError */
export function limitOf(name: string, operand: unknown, compiler: OperandCompiler): unknown {
  if (operand === null)
    return compiler.refuse(`${name} was given null, which has no order`, 'Give it a value');
  return compiler.limit(operand);
}
