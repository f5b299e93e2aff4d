import { isRegExp } from 'node:util/types';
import { enumValues } from '../declare/constraints.js';
import type {
  Constraints,
  DocumentValidator,
  FieldConstraints,
  FieldValidator,
} from '../declare/constraints.js';
import { describeType } from '../describe-type.js';
import type { FieldType } from '../document-schema.js';
import { kindDeclarations } from '../kind-declarations.js';
import { InvalidSchemaError } from '../schema-errors.js';

/** The types that each constraint is for, in words. */
const subjects = {
  enum: 'single values',
  choices: 'single values',
  min: 'numbers, bigints and dates',
  max: 'numbers, bigints and dates',
  minLength: 'strings, arrays, maps and buffers',
  maxLength: 'strings, arrays, maps and buffers',
  pattern: 'strings',
  each: 'arrays and maps',
} satisfies Readonly<Record<Exclude<keyof FieldConstraints, 'validate'>, string>>;

type Restriction = keyof typeof subjects;

/**
 * Returns the frozen constraints of a field; undefined if it has none.
 * @throws InvalidSchemaError if one does not fit the type of the field, contradicts another, or allows nothing
 */
export function buildConstraints(
  field: string,
  type: FieldType,
  declared: FieldConstraints,
): Constraints | undefined {
  const { constraints: fitting } = kindDeclarations[type.kind];
  for (const [name, words] of Object.entries(subjects)) {
    if (declared[name as Restriction] === undefined || fitting.includes(name as Restriction)) continue;
    throw new InvalidSchemaError(
      field,
      `"${name}" is for ${words}, but its type is ${describeType(type)}`,
      fitting.includes('each')
        ? `Use each for the contents of the ${describeType(type)}: { each: { ${name}: … } }`
        : 'Remove it, or check the value with validate',
    );
  }
  assertLimits(field, type, declared);
  const constraints: Constraints = {
    choices: choicesOf(field, type, declared),
    min: declared.min,
    max: declared.max,
    minLength: declared.minLength,
    maxLength: declared.maxLength,
    pattern: patternOf(field, declared.pattern),
    validators: buildValidators(field, declared.validate),
    each:
      declared.each && 'of' in type
        ? buildConstraints(`each of ${field}`, type.of, declared.each)
        : undefined,
  };
  const isEmpty = Object.values(constraints).every((each) =>
    Array.isArray(each) ? each.length === 0 : each === undefined,
  );
  return isEmpty ? undefined : Object.freeze(constraints);
}

/**
 * Freezes a list of validators.
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
      'Pass validate a function, a schema with "~standard", or a list of them',
    );
  }
  return Object.freeze(validators);
}

function isValidator(validator: unknown): boolean {
  if (typeof validator === 'function') return true;
  return typeof validator === 'object' && validator !== null && '~standard' in validator;
}

function choicesOf(field: string, type: FieldType, declared: FieldConstraints): Constraints['choices'] {
  if (declared.enum && declared.choices)
    throw new InvalidSchemaError(field, 'It has both enum and choices', 'Remove one of them');
  const choices = declared.enum ? enumValues(declared.enum) : declared.choices;
  if (!choices) return undefined;
  if (choices.length === 0 || !choices.every((choice) => isChoice(type, choice))) {
    throw new InvalidSchemaError(
      field,
      `choices is empty or contains a value that is not a ${describeType(type)}`,
      'Use choices of the type of the field',
    );
  }
  return Object.freeze([...choices]);
}

/** Null is never a choice, since it is not checked. */
function isChoice({ kind }: FieldType, choice: unknown): boolean {
  return choice !== null && choice !== undefined && kindDeclarations[kind].isChoice?.(choice) === true;
}

function assertLimits(field: string, type: FieldType, declared: FieldConstraints): void {
  const { min, max, minLength, maxLength } = declared;
  const declaration = kindDeclarations[type.kind];
  if ([min, max].some((limit) => limit !== undefined && declaration.isLimit?.(limit) !== true)) {
    throw new InvalidSchemaError(
      field,
      `min or max is not a valid value of the type ${describeType(type)}`,
      'Use min and max of the type of the field',
    );
  }
  if (![minLength ?? 0, maxLength ?? 0].every((length) => Number.isSafeInteger(length) && length >= 0)) {
    throw new InvalidSchemaError(
      field,
      'minLength and maxLength must be whole numbers of at least 0',
      'Correct them',
    );
  }
  const isContrary = (min ?? -Infinity) > (max ?? Infinity);
  if (isContrary || (minLength ?? 0) > (maxLength ?? Infinity)) {
    const names = isContrary ? 'min is greater than max' : 'minLength is greater than maxLength';
    throw new InvalidSchemaError(field, `${names}, so no value can be valid`, 'Swap or correct them');
  }
}

/** Copies a pattern, so that the program cannot change the one that is used. */
function patternOf(field: string, pattern: unknown): RegExp | undefined {
  if (pattern === undefined) return undefined;
  if (!isRegExp(pattern))
    throw new InvalidSchemaError(field, 'Its pattern is not a regular expression', 'Write it as /…/');
  return new RegExp(pattern);
}
