import { describe, expect, test } from 'vitest';
import { Field, Id } from '../../../lib/document/field.js';
import { findRecord } from '../../../lib/schema/declare/class-record.js';
import type { FieldRecord } from '../../../lib/schema/declare/class-record.js';
import { InvalidSchemaError } from '../../../lib/schema/schema-errors.js';

const makeId = (): string => 'made';
const makeDefault = (): string => 'x';
let asked = 0;

class Person {
  @Id({ generate: makeId }) id!: string;
  @Field() name!: string;
  @Field({ required: true, key: 'n', default: makeDefault }) nick!: string;
  @Field(() => [String], { required: true }) tags!: string[];
  @Field(() => {
    asked++;
    return String;
  })
  lazy!: unknown;
}
class Employee extends Person {
  @Id(() => String) override id = '';
}
const field = (name: string): FieldRecord | undefined => findRecord(Person)?.fields.get(name);

describe('@Field()', () => {
  test('records the type that the compiler emitted, and defaults', () => {
    expect(field('name')).toEqual({
      name: 'name',
      emittedType: String,
      isTypeEmitted: true,
      declaredType: undefined,
      key: undefined,
      required: false,
      isSelected: true,
      immutable: false,
      constraints: {},
      default: undefined,
      isId: false,
      generate: undefined,
    });
  });

  test('records options', () => {
    expect(field('nick')).toMatchObject({ required: true, key: 'n', default: makeDefault });
  });

  test('takes a type function before the options', () => {
    expect(field('tags')?.declaredType?.()).toEqual([String]);
    expect(field('tags')?.required).toBe(true);
  });

  test('does not ask for the type while classes are declared', () => {
    expect(asked).toBe(0);
  });

  test('records frozen facts, about the class that it stands in', () => {
    expect(Object.isFrozen(field('name'))).toBe(true);
    expect([...(findRecord(Employee)?.fields.keys() ?? [])]).toEqual(['id']);
  });

  test('refuses a static property', () => {
    expect(() => {
      class Wrong {
        @Field() static name2: string;
      }
      return Wrong;
    }).toThrow(
      'A field with @Field() cannot be stored as it is declared. It is static or named by a symbol, but only named properties are stored. Remove the decorator, or make it a named property.',
    );
  });

  test('refuses a property named by a symbol', () => {
    expect(() => {
      const key = Symbol('key');
      class Wrong {
        @Id() [key]!: string;
      }
      return Wrong;
    }).toThrow(InvalidSchemaError);
  });
});

describe('@Id()', () => {
  test('records a required id and how it is made', () => {
    expect(field('id')).toMatchObject({ isId: true, required: true, key: undefined, generate: makeId });
  });

  test('takes a type function', () => {
    expect(findRecord(Employee)?.fields.get('id')?.declaredType?.()).toBe(String);
  });
});
