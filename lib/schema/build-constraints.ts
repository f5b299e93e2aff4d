import { isDate, isRegExp, isUint8Array } from 'node:util/types';
import { enumValues } from './constraints.js';
import type { Constraints, DocumentValidator, FieldConstraints, FieldValidator } from './constraints.js';
import { describeType } from './describe-type.js';
import type { FieldType } from './document-schema.js';
import { InvalidSchemaError } from './schema-errors.js';

type Kind = FieldType['kind'];

const ordered: readonly Kind[] = ['number', 'int32', 'double', 'bigint', 'date'];
const measured: readonly Kind[] = ['string', 'array', 'map', 'buffer'];
const collections: readonly Kind[] = ['array', 'map'];
const composed: readonly Kind[] = [...collections, 'embedded'];

/** Which types a constraint is for, in words too. `validate` is for all. */
const subjects: Readonly<
  Record<Exclude<keyof FieldConstraints, 'validate'>, readonly [(kind: Kind) => boolean, string]>
> = {
  enum: [(kind) => !composed.includes(kind), 'single values'],
  choices: [(kind) => !composed.includes(kind), 'single values'],
  min: [(kind) => ordered.includes(kind), 'numbers, bigints and dates'],
  max: [(kind) => ordered.includes(kind), 'numbers, bigints and dates'],
  minLength: [(kind) => measured.includes(kind), 'strings, arrays, maps and buffers'],
  maxLength: [(kind) => measured.includes(kind), 'strings, arrays, maps and buffers'],
  pattern: [(kind) => kind === 'string', 'strings'],
  each: [(kind) => collections.includes(kind), 'arrays and maps'],
};

/**
 * The frozen constraints of a field; undefined if it has none.
 * @throws InvalidSchemaError if one does not fit the type of the field, contradicts another, or allows nothing
 */
export function buildConstraints(
  field: string,
  type: FieldType,
  declared: FieldConstraints,
): Constraints | undefined {
  for (const [name, [fits, words]] of Object.entries(subjects)) {
    if (declared[name as keyof FieldConstraints] === undefined || fits(type.kind)) continue;
    throw new InvalidSchemaError(
      field,
      `"${name}" is for ${words}, and its type is ${describeType(type)}`,
      collections.includes(type.kind)
        ? `Use each for what the ${describeType(type)} holds: { each: { ${name}: … } }`
        : 'Remove it, or check the value with validate',
    );
  }
  assertLimits(field, type.kind, declared);
  const constraints: Constraints = {
    choices: choicesOf(field, type.kind, declared),
    min: declared.min,
    max: declared.max,
    minLength: declared.minLength,
    maxLength: declared.maxLength,
    pattern: patternOf(field, declared.pattern),
    validators: buildValidators(field, declared.validate),
    each:
      declared.each && (type.kind === 'array' || type.kind === 'map')
        ? buildConstraints(`each of ${field}`, type.of, declared.each)
        : undefined,
  };
  const isEmpty = Object.values(constraints).every((each) =>
    Array.isArray(each) ? each.length === 0 : each === undefined,
  );
  return isEmpty ? undefined : Object.freeze(constraints);
}

/**
 * A list of validators, frozen.
 * @throws InvalidSchemaError if one is neither a function nor a Standard Schema
 */
export function buildValidators<V extends FieldValidator | DocumentValidator>(
  subject: string,
  declared: V | readonly V[] | undefined,
): readonly V[] {
  const validators = (declared === undefined ? [] : [declared].flat()) as V[];
  if (validators.some((validator) => !isValidator(validator))) {
    throw new InvalidSchemaError(
      subject,
      'A validator is neither a function nor a Standard Schema',
      'Give validate a function, a schema with "~standard", or a list of them',
    );
  }
  return Object.freeze(validators);
}

function isValidator(validator: unknown): boolean {
  if (typeof validator === 'function') return true;
  return typeof validator === 'object' && validator !== null && '~standard' in validator;
}

function choicesOf(field: string, kind: Kind, declared: FieldConstraints): Constraints['choices'] {
  if (declared.enum && declared.choices)
    throw new InvalidSchemaError(field, 'It has enum and choices', 'Remove one of them');
  const choices = declared.enum ? enumValues(declared.enum) : declared.choices;
  if (!choices) return undefined;
  if (choices.length === 0 || !choices.every((choice) => isChoice(kind, choice))) {
    throw new InvalidSchemaError(
      field,
      `Its choices are none, or one of them is no ${kind}`,
      'Give choices of the type of the field',
    );
  }
  return Object.freeze([...choices]);
}

const choiceTypes: Partial<Readonly<Record<Kind, string>>> = {
  string: 'string',
  number: 'number',
  int32: 'number',
  double: 'number',
  bigint: 'bigint',
  boolean: 'boolean',
};

/** Null is no choice: it is never checked. */
function isChoice(kind: Kind, choice: unknown): boolean {
  if (Number.isNaN(choice) || choice === null || choice === undefined) return false;
  const scalar = choiceTypes[kind];
  if (scalar !== undefined) return typeof choice === scalar;
  if (kind === 'date') return isValidDate(choice);
  if (kind === 'buffer') return isUint8Array(choice);
  return kind === 'any' || (typeof choice === 'object' && '_bsontype' in choice);
}

function assertLimits(field: string, kind: Kind, declared: FieldConstraints): void {
  const { min, max, minLength, maxLength } = declared;
  const limits = [min, max].filter((limit) => limit !== undefined);
  const isLimit = (limit: unknown): boolean =>
    kind === 'date'
      ? isValidDate(limit)
      : typeof limit === 'bigint' || (typeof limit === 'number' && !Number.isNaN(limit));
  if (!limits.every(isLimit)) {
    throw new InvalidSchemaError(
      field,
      `A limit is no valid ${kind === 'date' ? 'Date' : 'number'}`,
      'Give min and max of the type of the field',
    );
  }
  if (![minLength ?? 0, maxLength ?? 0].every((length) => Number.isSafeInteger(length) && length >= 0)) {
    throw new InvalidSchemaError(field, 'A length is no whole number from 0', 'Correct minLength, maxLength');
  }
  if ((min ?? -Infinity) > (max ?? Infinity) || (minLength ?? 0) > (maxLength ?? Infinity)) {
    throw new InvalidSchemaError(
      field,
      'Its least is greater than its greatest, and no value would be valid',
      'Swap or correct them',
    );
  }
}

/** A copy, which the program does not use and change. */
function patternOf(field: string, pattern: unknown): RegExp | undefined {
  if (pattern === undefined) return undefined;
  if (!isRegExp(pattern))
    throw new InvalidSchemaError(field, 'Its pattern is no regular expression', 'Write it as /…/');
  return new RegExp(pattern);
}

function isValidDate(value: unknown): boolean {
  return isDate(value) && !Number.isNaN(value.getTime());
}
