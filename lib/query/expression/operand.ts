import { encodeValue } from '../../codec/encode.js';
import { noUndeclaredKeys } from '../../codec/undeclared-keys.js';
import { anyType } from '../../kind/container/any.js';
import { scalarKinds } from '../../kind/kinds.js';
import type { FieldType } from '../../schema/document-schema.js';
import { describeValue } from '../../value/describe-value.js';
import { isStorable } from '../../value/storable.js';
import { InvalidPipelineError } from '../invalid-pipeline-error.js';
import { Expression } from './expression.js';
import type { CompiledExpression } from './expression.js';

/** The types of literals: the first one that accepts a value is its type. */
const literalTypes = (
  ['string', 'number', 'bigint', 'boolean', 'date', 'objectId', 'uuid', 'decimal128'] as const
).map((kind): FieldType => ({ kind }));

/**
 * Compiles an argument of a function: an expression, or a literal, which the server never reads as a path or an operator.
 * @throws InvalidPipelineError for a value that cannot be stored, as an object with a key that starts with `$`
 */
export function operand(place: string, given: unknown): CompiledExpression {
  if (Expression.isExpression(given)) return Expression.read(given);
  if (given !== undefined && isStorable(given)) return { compiled: literal(given), type: literalType(given) };
  throw new InvalidPipelineError(
    place,
    given === undefined || Object(given) !== given
      ? `It was given ${describeValue(given)}`
      : `It was given ${describeValue(given)} that is neither an expression nor plain data without keys that start with $`,
    'Use an expression, or a value; rawExpression takes what MongoDB itself reads',
  );
}

/** The same for several arguments. */
export function operands(place: string, given: readonly unknown[]): CompiledExpression[] {
  return given.map((each) => operand(place, each));
}

/** A value as the server reads it in an expression. Numbers and the like cannot be mistaken for anything else. */
export function literal(value: unknown): unknown {
  return typeof value === 'string' || (typeof value === 'object' && value !== null)
    ? { $literal: encodeValue(anyType, value, noUndeclaredKeys) }
    : value;
}

function literalType(value: unknown): FieldType {
  return literalTypes.find(({ kind }) => scalarKinds[kind as 'string'].accepts(value)) ?? anyType;
}

/** The type of values of one of several types: null fits all, and numbers are numbers. */
export function commonType(types: readonly FieldType[]): FieldType {
  const [first = anyType, ...others] = types.map(general);
  return others.every((each) => isSameType(first, each)) ? first : anyType;
}

function general(type: FieldType): FieldType {
  return type.kind === 'int32' || type.kind === 'double' ? { kind: 'number' } : type;
}

function isSameType(a: FieldType, b: FieldType): boolean {
  if ('of' in a && 'of' in b) return a.kind === b.kind && isSameType(a.of, b.of);
  if ('schema' in a && 'schema' in b) return a.schema === b.schema;
  return a.kind === b.kind;
}
