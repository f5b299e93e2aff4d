import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document } from '../../../../lib/document/document.js';
import { Field, Id } from '../../../../lib/document/field.js';
import { buildConstraints, buildValidators } from '../../../../lib/schema/build/build-constraints.js';
import type { Constraints, FieldConstraints } from '../../../../lib/schema/declare/constraints.js';
import type { FieldType } from '../../../../lib/schema/document-schema.js';
import type { ScalarKind } from '../../../../lib/schema/kind-declarations.js';
import { InvalidSchemaError } from '../../../../lib/schema/schema-errors.js';
import { schemaOf } from '../../../../lib/schema/build/schema-of.js';
import { Address, Sample, sampleSchema } from '../../../support/unit/unit-world.js';

const typeOf = (field: keyof Sample): FieldType => sampleSchema.fieldsByName.get(field)?.type as FieldType;
const scalar = (kind: ScalarKind): FieldType => ({ kind });
const build = (type: FieldType, declared: FieldConstraints): Constraints | undefined =>
  buildConstraints('Person.name', type, declared);
const messageOf = (type: FieldType, declared: FieldConstraints): string => {
  try {
    build(type, declared);
  } catch (error) {
    if (error instanceof InvalidSchemaError) return error.message;
    throw error;
  }
  return '';
};

enum Size {
  Small,
  Large,
}
enum Role {
  Admin = 'admin',
  User = 'user',
}

describe('buildConstraints', () => {
  test('is undefined where nothing is declared', () => {
    expect(build(scalar('string'), {})).toBeUndefined();
    expect(build(typeOf('array'), { each: {}, validate: [] })).toBeUndefined();
  });

  test('is what is declared, frozen', () => {
    const validate = (): boolean => true;
    const constraints = build(scalar('string'), {
      choices: ['ab', 'cd'],
      minLength: 1,
      maxLength: 2,
      pattern: /a/i,
      validate,
    });
    expect(constraints).toEqual({
      choices: ['ab', 'cd'],
      min: undefined,
      max: undefined,
      minLength: 1,
      maxLength: 2,
      pattern: /a/i,
      validators: [validate],
      each: undefined,
    });
    expect([constraints, constraints?.choices, constraints?.validators].map(Object.isFrozen)).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('takes the values of an enum as choices, without the names that numbers map back to', () => {
    expect(build(scalar('number'), { enum: Size })?.choices).toEqual([0, 1]);
    expect(build(scalar('string'), { enum: Role })?.choices).toEqual(['admin', 'user']);
  });

  test('has a pattern of its own', () => {
    const pattern = /a/;
    expect(build(scalar('string'), { pattern })?.pattern).not.toBe(pattern);
  });

  test('goes down to elements and entries', () => {
    expect(build(typeOf('nested'), { each: { maxLength: 3 } })?.each?.maxLength).toBe(3);
    expect(build(typeOf('map'), { each: { min: 1n } })?.each?.min).toBe(1n);
  });

  test.each<[keyof FieldConstraints, keyof Sample, FieldConstraints, string]>([
    [
      'pattern',
      'number',
      { pattern: /a/ },
      '"pattern" is for strings, but its type is number. Remove it, or check the value with validate.',
    ],
    [
      'pattern',
      'array',
      { pattern: /a/ },
      '"pattern" is for strings, but its type is string[]. Use each for the contents of the string[]: { each: { pattern: … } }.',
    ],
    [
      'min',
      'array',
      { min: 1 },
      '"min" is for numbers, bigints and dates, but its type is string[]. Use each for the contents of the string[]: { each: { min: … } }.',
    ],
    [
      'max',
      'string',
      { max: 1 },
      '"max" is for numbers, bigints and dates, but its type is string. Remove it, or check the value with validate.',
    ],
    [
      'minLength',
      'embedded',
      { minLength: 1 },
      '"minLength" is for strings, arrays, maps and buffers, but its type is Address. Remove it, or check the value with validate.',
    ],
    [
      'maxLength',
      'any',
      { maxLength: 1 },
      '"maxLength" is for strings, arrays, maps and buffers, but its type is any. Remove it, or check the value with validate.',
    ],
    [
      'enum',
      'map',
      { enum: Size },
      '"enum" is for single values, but its type is map of number. Use each for the contents of the map of number: { each: { enum: … } }.',
    ],
    [
      'choices',
      'embedded',
      { choices: ['a'] },
      '"choices" is for single values, but its type is Address. Remove it, or check the value with validate.',
    ],
    [
      'each',
      'string',
      { each: {} },
      '"each" is for arrays and maps, but its type is string. Remove it, or check the value with validate.',
    ],
  ])('refuses %s for the field %s', (_name, field, declared, message) => {
    expect(messageOf(typeOf(field), declared)).toBe(
      `Person.name cannot be stored as it is declared. ${message}`,
    );
  });

  test('names each where the constraint of elements does not fit', () => {
    expect(messageOf(typeOf('array'), { each: { min: 1 } })).toContain(
      'each of Person.name cannot be stored as it is declared. "min" is for',
    );
  });

  test.each<[string, ScalarKind, FieldConstraints, string]>([
    ['no choices', 'string', { choices: [] }, 'choices is empty or contains a value that is not a string'],
    ['an empty enum', 'string', { enum: {} }, 'choices is empty or contains a value that is not a string'],
    ['a choice of another type', 'string', { choices: ['a', 1] }, 'contains a value that is not a string'],
    ['a choice that is no date', 'date', { choices: [new Date(NaN)] }, 'contains a value that is not a date'],
    ['a choice that is no value', 'any', { choices: [null as never] }, 'contains a value that is not a any'],
    [
      'a choice that is no id',
      'objectId',
      { choices: ['64b000000000000000000001'] },
      'contains a value that is not a objectId',
    ],
    ['a choice that is NaN', 'number', { choices: [NaN] }, 'contains a value that is not a number'],
    ['an enum and choices', 'string', { enum: Role, choices: ['a'] }, 'It has both enum and choices'],
    [
      'a limit for dates that is a number',
      'date',
      { min: 5 },
      'min or max is not a valid value of the type date',
    ],
    [
      'a limit for numbers that is a date',
      'number',
      { max: new Date() },
      'min or max is not a valid value of the type number',
    ],
    ['a limit that is NaN', 'number', { max: NaN }, 'min or max is not a valid value of the type number'],
    [
      'an invalid date as limit',
      'date',
      { max: new Date(NaN) },
      'min or max is not a valid value of the type date',
    ],
    [
      'a length below 0',
      'string',
      { minLength: -1 },
      'minLength and maxLength must be whole numbers of at least 0',
    ],
    [
      'a fraction as length',
      'string',
      { maxLength: 1.5 },
      'minLength and maxLength must be whole numbers of at least 0',
    ],
    ['min above max', 'number', { min: 2, max: 1n }, 'min is greater than max, so no value can be valid'],
    [
      'minLength above maxLength',
      'string',
      { minLength: 2, maxLength: 1 },
      'minLength is greater than maxLength, so no value can be valid',
    ],
    ['a pattern as text', 'string', { pattern: 'a' as never }, 'Its pattern is not a regular expression'],
    ['a validator that is none', 'string', { validate: {} as never }, 'A validator is neither a function'],
  ])('refuses %s', (_title, kind, declared, reason) => {
    expect(messageOf(scalar(kind), declared)).toContain(reason);
  });

  test.each<[ScalarKind, FieldConstraints]>([
    ['number', { min: 1, max: 1 }],
    ['bigint', { min: 1, max: 2n, choices: [2n] }],
    ['date', { min: new Date(0), max: new Date(1), choices: [new Date(0)] }],
    ['objectId', { choices: [new ObjectId()] }],
    ['buffer', { maxLength: 0, choices: [Buffer.of(1)] }],
    ['boolean', { choices: [true] }],
    ['any', { choices: ['a', 1] }],
  ])('takes what fits %s', (kind, declared) => {
    expect(build(scalar(kind), declared)).toMatchObject(declared);
  });
});

describe('buildValidators', () => {
  test('are a list, whether one or several are declared', () => {
    const one = (): boolean => true;
    expect(buildValidators('Person', one)).toEqual([one]);
    expect(buildValidators('Person', [one, one])).toEqual([one, one]);
    expect(buildValidators('Person', undefined)).toEqual([]);
  });
});

describe('the schema of a class', () => {
  const first = (): void => undefined;
  const second = (): void => undefined;
  @Document({ validate: first })
  class Base {
    @Id() id!: string;
    @Field({ immutable: true, minLength: 2 }) name!: string;
    @Field() address?: Address;
  }
  @Document({ validate: [second] })
  class Heir extends Base {}

  test('has the constraints of its fields', () => {
    const name = schemaOf(Base).fieldsByName.get('name');
    expect([name?.immutable, name?.constraints?.minLength]).toEqual([true, 2]);
    const address = schemaOf(Base).fieldsByName.get('address');
    expect([address?.immutable, address?.constraints]).toEqual([false, undefined]);
    expect(schemaOf(Base).id.field.immutable).toBe(true);
  });

  test('has its validators after those of its base classes', () => {
    expect(schemaOf(Base).validators).toEqual([first]);
    expect(schemaOf(Heir).validators).toEqual([first, second]);
    expect(Object.isFrozen(schemaOf(Heir).validators)).toBe(true);
  });

  test('is refused with a constraint that does not fit, naming class and field', () => {
    @Document()
    class Wrong {
      @Id() id!: string;
      @Field({ pattern: /a/ }) age!: number;
    }
    expect(() => schemaOf(Wrong)).toThrow('Wrong.age cannot be stored as it is declared. "pattern" is for');
  });

  test('is refused with a validator that is none', () => {
    @Document({ validate: 'x' as never })
    class Wrong {
      @Id() id!: string;
    }
    expect(() => schemaOf(Wrong)).toThrow(InvalidSchemaError);
  });
});
