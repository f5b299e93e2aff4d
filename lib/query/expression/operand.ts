import { isDate } from 'node:util/types';
import { encodeValue } from '../../codec/encode.js';
import { noUndeclaredKeys } from '../../codec/undeclared-keys.js';
import { anyType } from '../../kind/container/any.js';
import { scalarKinds } from '../../kind/kinds.js';
import { describeType } from '../../schema/describe-type.js';
import type { FieldType } from '../../schema/document-schema.js';
import { isSameType } from '../../schema/type-contents.js';
import { findValueIssues } from '../../validation/find-issues.js';
import { bsonTag } from '../../value/bson-tag.js';
import { describeValue } from '../../value/describe-value.js';
import { frozenCopy } from '../../value/frozen-copy.js';
import { holdsUndefined } from '../../value/plain-object.js';
import { isStorable } from '../../value/storable.js';
import { asDeclared } from '../as-declared.js';
import { InvalidPipelineError } from '../query-errors.js';
import { Expression } from './expression.js';
import type { CompiledExpression } from './expression.js';

/** The kinds of literals: the first one that accepts a value is its kind. */
const literalKinds = [
  'string',
  'number',
  'bigint',
  'boolean',
  'date',
  'objectId',
  'uuid',
  'decimal128',
] as const;

/**
 * Compiles an argument of a function: an expression, or a literal, which the server never reads as a path or an operator.
 * @throws InvalidPipelineError for a value that cannot be stored, as an object with a key that starts with `$`
 */
export function operand(place: string, given: unknown): CompiledExpression {
  if (Expression.isExpression(given)) return Expression.read(given);
  if (given !== undefined && isStorable(given)) return { compiled: literal(given), type: literalType(given) };
  throw new InvalidPipelineError(
    place,
    typeof given === 'object' && given !== null
      ? `It was given ${describeValue(given)}, which is neither an expression nor plain data without keys that start with $`
      : `It was given ${describeValue(given)}`,
    'Use an expression of the callback, or a value; rawExpression takes what MongoDB itself reads',
  );
}

/**
 * Compiles an argument that is compared with values of a type, and converts a literal to it.
 * @throws InvalidPipelineError also for a literal that does not fit the type
 */
export function comparedOperand(place: string, type: FieldType, given: unknown): unknown {
  const { compiled } = operand(place, given);
  if (given === null || Expression.isExpression(given)) return compiled;
  const declared = asDeclared(type, given);
  if (findValueIssues(type, declared, '').length === 0)
    return literal(encodeValue(type, declared, noUndeclaredKeys));
  throw new InvalidPipelineError(
    place,
    `It compares ${describeType(type)} with ${describeValue(given)}`,
    'Convert the value before',
  );
}

/** A copy of a value as the server reads it in an expression: only text that starts with `$`, arrays and objects could be read otherwise. */
export function literal(value: unknown): unknown {
  const encoded = encodeValue(anyType, value, noUndeclaredKeys);
  const isSafe =
    typeof encoded === 'string' ? !encoded.startsWith('$') : Object(encoded) !== encoded || isValue(encoded);
  return isSafe ? encoded : { $literal: encoded };
}

function isValue(value: unknown): boolean {
  return isDate(value) || bsonTag(value) !== undefined;
}

function literalType(value: unknown): FieldType {
  const kind = literalKinds.find((each) => scalarKinds[each].accepts(value, anyType as never));
  return kind ? { kind } : anyType;
}

/** The type of values of one of several types; numbers are numbers. */
export function commonType(types: readonly FieldType[]): FieldType {
  const [first = anyType, ...others] = types.map(general);
  return others.every((each) => isSameType(first, each)) ? first : anyType;
}

function general(type: FieldType): FieldType {
  if (type.kind === 'int32' || type.kind === 'double') return { kind: 'number' };
  // A computed value is not one of the field, which may be normalised.
  return 'normaliser' in type ? { kind: type.kind } : type;
}

/** A frozen copy of what the programmer wrote in the server's form. @throws InvalidPipelineError if it cannot be sent */
export function copyOfRaw(place: string, raw: unknown): unknown {
  const refuse = (reason: string): never => {
    throw new InvalidPipelineError(place, reason, 'Pass plain data, as MongoDB reads it');
  };
  if (raw === undefined || typeof raw === 'function') return refuse(`It was given ${describeValue(raw)}`);
  const copied = copyOf(raw);
  if (copied === undefined) return refuse('It is nested too deep, or holds itself');
  if (holdsUndefined(copied)) return refuse('It holds undefined, which would be sent as null');
  return copied;
}

function copyOf(raw: unknown): unknown {
  try {
    return frozenCopy(raw);
  } catch {
    return undefined;
  }
}
