import { isRegExp } from 'node:util/types';
import type { Plain } from '../value/plain-object.js';
import { newPlain } from '../value/plain-object.js';
import { encodeValue } from '../codec/encode.js';
import { UndeclaredKeys } from '../codec/undeclared-keys.js';
import { kindOf } from '../kind/kinds.js';
import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { describeType } from '../schema/describe-type.js';
import { isPlainObject } from '../value/plain-object.js';
import { describeValue } from '../value/describe-value.js';
import { findValueIssues } from '../validation/find-issues.js';
import { asDeclared } from './as-declared.js';
import { equal } from './operators/equal.js';
import { FilterOperator } from './operators/filter-operator.js';
import { InvalidFilterError, OperatorNotAllowedError } from './query-errors.js';
import { resolvePath } from './resolve-path.js';

/** Embedded documents are compared by their declared fields only. */
const nothingUndeclared = new UndeclaredKeys();

/**
 * Compiles a filter by field names into one for the server. Everything is checked: paths exist, values fit their fields, and operators were
 * made by this package.
 * @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError
 */
export function compileFilter(schema: DocumentSchema, filter: unknown): Plain {
  if (!isPlainObject(filter)) {
    throw new InvalidFilterError(
      schema.name,
      '',
      `It is ${describeValue(filter)} and not an object`,
      'Pass an object; {} for all documents',
    );
  }
  if (Object.getOwnPropertySymbols(filter).length > 0) {
    throw new InvalidFilterError(
      schema.name,
      '',
      'It has a symbol as a key, which names no field and would match unintended documents',
      'Use field names, joined by dots',
    );
  }
  const compiled = newPlain();
  for (const [path, value] of Object.entries(filter)) {
    if (path.startsWith('$')) throw new OperatorNotAllowedError(schema.name, path);
    const { keyPath, type } = resolvePath(schema, path);
    compiled[keyPath] = compileValue(schema, path, type, value);
  }
  return compiled;
}

function compileValue(schema: DocumentSchema, path: string, type: FieldType, value: unknown): unknown {
  return FilterOperator.isOperator(value)
    ? compileOperator(schema, path, type, value)
    : { [equal.key]: compileEquality(schema, path, type, value) };
}

function compileOperator(
  schema: DocumentSchema,
  path: string,
  type: FieldType,
  operator: FilterOperator,
): Plain {
  const { node, operand } = FilterOperator.read(operator);
  const refuse = (reason: string, remedy: string): never => {
    throw new InvalidFilterError(schema.name, path, reason, remedy);
  };
  if (!candidates(type).some(({ kind }) => node.fits(kind)))
    refuse(`${node.code} does not compare values of the type ${describeType(type)}`, 'Use another operator');
  const compiled = node.compile(operand, {
    value: (each) => compileEquality(schema, path, type, each),
    operator: (inner) => compileOperator(schema, path, type, inner),
    refuse,
  });
  return { [node.key]: compiled };
}

/**
 * Compiles a value, rather than an operator, of the field or, if the field is an array, of one of its elements.
 * @throws InvalidFilterError, OperatorNotAllowedError
 */
export function compileEquality(
  schema: DocumentSchema,
  path: string,
  type: FieldType,
  value: unknown,
): unknown {
  if (value === undefined) {
    throw new InvalidFilterError(
      schema.name,
      path,
      'Its value is undefined, which would match unintended documents',
      'Leave the path out, or use null for "null or absent"',
    );
  }
  if (isPlainObject(value)) {
    const operator = Object.keys(value).find((key) => key.startsWith('$'));
    if (operator !== undefined) throw new OperatorNotAllowedError(schema.name, operator);
  }
  for (const candidate of isRegExp(value) ? [] : candidates(type)) {
    const declared = asDeclared(candidate, value);
    if (findValueIssues(candidate, declared, path).length === 0)
      return encodeValue(candidate, declared, nothingUndeclared);
  }
  throw new InvalidFilterError(
    schema.name,
    path,
    `Its value is ${describeValue(value)} and not ${describeType(type)}`,
    'Convert it first',
  );
}

/** The types whose values match: the type of the path, and those of elements. */
function candidates(type: FieldType): FieldType[] {
  const element = kindOf(type).elementType(type);
  return element ? [type, ...candidates(element)] : [type];
}
