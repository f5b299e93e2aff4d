import { isRegExp } from 'node:util/types';
import { encodeValue } from '../codec/encode.js';
import { normalised } from '../codec/normalised.js';
import { UndeclaredKeys } from '../codec/undeclared-keys.js';
import { kindOf } from '../kind/kinds.js';
import { whyWithoutId } from '../kind/referred-id.js';
import { inLetterCase } from '../kind/normalised-scalar.js';
import { describeType } from '../schema/describe-type.js';
import type { DocumentSchema, FieldType, ScalarType } from '../schema/document-schema.js';
import { findValueIssues } from '../validation/find-issues.js';
import { describeValue } from '../value/describe-value.js';
import { isPlainObject } from '../value/plain-object.js';
import { asDeclared } from './as-declared.js';
import { InvalidFilterError, OperatorNotAllowedError } from './query-errors.js';
import { Operator } from './filter-operator.js';

/** Embedded documents are compared by their declared fields only. */
const nothingUndeclared = new UndeclaredKeys();

/** Gives a value the form in which it is compared with stored ones. */
type ComparedForm = (type: FieldType, value: unknown) => unknown;

const asStored: ComparedForm = (type, value) => normalised(type, value, nothingUndeclared);

/** Limits are not values of the field: only their letters take the case that those have. */
const asLimit: ComparedForm = (type, value) => inLetterCase((type as Partial<ScalarType>).normaliser, value);

/**
 * Compiles a value that those of the field, or its elements, are compared with by size.
 * @throws InvalidFilterError, OperatorNotAllowedError
 */
export function compileLimit(schema: DocumentSchema, path: string, type: FieldType, value: unknown): unknown {
  return compileEquality(schema, path, type, value, asLimit);
}

/**
 * Compiles a value, rather than an operator, of the field or, if the field is an array, of one of its elements.
 * @param form default as it would be stored: normalised
 * @throws InvalidFilterError, OperatorNotAllowedError; InvalidNormaliserError, and what the `normalise` of a field throws
 */
export function compileEquality(
  schema: DocumentSchema,
  path: string,
  type: FieldType,
  value: unknown,
  form: ComparedForm = asStored,
): unknown {
  if (value === undefined) {
    throw new InvalidFilterError(
      schema.name,
      path,
      'Its value is undefined, which would match unintended documents',
      'Leave the path out, use null for "null or absent", or give the option { ignoreUndefined: true }',
    );
  }
  if (Operator.isOperator(value)) {
    throw new InvalidFilterError(
      schema.name,
      path,
      'It has an operator where a value is expected',
      'Join operators with and(...), or(...) and not(...)',
    );
  }
  if (isPlainObject(value)) {
    const operator = Object.keys(value).find((key) => key.startsWith('$'));
    if (operator !== undefined) throw new OperatorNotAllowedError(schema.name, operator);
  }
  for (const candidate of isRegExp(value) ? [] : candidates(type)) {
    const declared = asDeclared(candidate, value);
    if (isOf(candidate, declared, path))
      return encodeValue(candidate, form(candidate, declared), nothingUndeclared);
  }
  const withoutId = candidates(type).map((each) => whyWithoutId(each, value));
  throw new InvalidFilterError(
    schema.name,
    path,
    `Its value ${withoutId.find((each) => each !== undefined) ?? `is ${describeValue(value)} and not ${describeType(type)}`}`,
    'Convert it first',
  );
}

/** Whether a value and all its parts are of a type. */
function isOf(type: FieldType, value: unknown, path: string): boolean {
  // Listing the issues is slower, and types are often tried in vain: that of a list for one element.
  if (value !== null && !kindOf(type).accepts(value, type)) return false;
  return findValueIssues(type, value, path).length === 0;
}

/** The types whose values match: the type of the path, and that of its elements. The server does not look into lists inside of lists. */
export function candidates(type: FieldType): FieldType[] {
  const element = kindOf(type).elementType(type);
  return element ? [type, element] : [type];
}
