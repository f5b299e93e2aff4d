import type { FieldType } from '../../schema/document-schema.js';

const numericKinds: readonly FieldType['kind'][] = Object.freeze([
  ...(['number', 'int32', 'double', 'bigint', 'decimal128', 'any'] as const),
]);

export function isNumeric({ kind }: FieldType): boolean {
  return numericKinds.includes(kind);
}

/** Whether a value is a whole number that BSON can hold. */
export function isWhole(value: unknown): value is number | bigint {
  return typeof value === 'bigint' ? BigInt.asIntN(64, value) === value : Number.isSafeInteger(value);
}
