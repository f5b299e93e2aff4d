import { describe, expect, test } from 'vitest';
import { Document, EmbeddedDocument } from '../../../../lib/document/document.js';
import { Field, Id } from '../../../../lib/document/field.js';
import { schemaOf } from '../../../../lib/schema/build/schema-of.js';
import { normalisedType } from '../../../../lib/schema/build/normalised-type.js';
import type { FieldNormalisation } from '../../../../lib/schema/declare/normalisation.js';
import type { FieldType } from '../../../../lib/schema/document-schema.js';
import { normalisedFieldsOf } from '../../../../lib/schema/normalised-fields.js';
import { sampleSchema } from '../../../support/unit/unit-world.js';

const round = (value: unknown): unknown => Math.round(value as number);

@EmbeddedDocument()
class Part {
  @Field({ trim: true }) sku?: string;
  @Field() count?: number;
  @Field(() => [Part]) parts: Part[] = [];
}
@EmbeddedDocument()
class Plain {
  @Field() text?: string;
}
@Document()
class Order {
  @Id() id!: string;
  @Field() note?: string;
  @Field({ lowercase: true }) email?: string;
  @Field(() => [[Number]], { normalise: round }) table?: number[][];
  @Field(() => [Part]) parts: Part[] = [];
  @Field() plain?: Plain;
}

describe('normalisedType', () => {
  const text: FieldType = { kind: 'string' };

  test.each<[string, FieldNormalisation]>([
    ['nothing', {}],
    ['what is switched off', { trim: false, lowercase: false, uppercase: false }],
  ])('leaves the type as it is for %s', (_, declared) => {
    expect(normalisedType('Person.name', text, declared)).toBe(text);
  });

  test('gives the single values of a type, however deep, a frozen normaliser', () => {
    const type = normalisedType(
      'Person.tags',
      { kind: 'map', of: { kind: 'array', of: text } },
      { trim: true, uppercase: true },
    );

    expect(type).toEqual({
      kind: 'map',
      of: {
        kind: 'array',
        of: {
          kind: 'string',
          normaliser: { field: 'Person.tags', trims: true, letterCase: 'upper', normalise: undefined },
        },
      },
    });
    expect(Object.isFrozen(type)).toBe(true);
  });

  const embedded = schemaOf(Order).fieldsByName.get('plain')?.type as FieldType;
  test.each<[string, FieldType, FieldNormalisation, string]>([
    [
      'lowercase beside uppercase',
      text,
      { lowercase: true, uppercase: true },
      'It has both lowercase and uppercase. Remove one of them.',
    ],
    [
      'a normaliser that is not a function',
      text,
      { normalise: 'trim' as never },
      'Its normalise is not a function. Pass a function that takes a value and returns one.',
    ],
    [
      'trim of dates',
      { kind: 'array', of: { kind: 'date' } },
      { trim: true },
      '"trim" is for strings, but its type is date. Remove it, or use normalise.',
    ],
    [
      'uppercase of an untyped value',
      { kind: 'any' },
      { uppercase: true },
      '"uppercase" is for strings, but its type is any. Remove it, or use normalise.',
    ],
    [
      'lowercase of an embedded document',
      embedded,
      { lowercase: true },
      '"lowercase" is for strings, but its type is Plain. Use it for a field of Plain.',
    ],
    [
      'a normaliser of an embedded document',
      embedded,
      { normalise: round },
      '"normalise" is for single values of a declared type, but its type is Plain. Use it for a field of Plain.',
    ],
    [
      'a normaliser of an untyped value',
      { kind: 'any' },
      { normalise: round },
      '"normalise" is for single values of a declared type, but its type is any. Declare the type, or change the value in a listener of preSave.',
    ],
  ])('refuses %s', (_, type, declared, reason) => {
    expect(() => normalisedType('Person.name', type, declared)).toThrow(
      `Person.name cannot be stored as it is declared. ${reason}`,
    );
  });

  test('is asked for each field of a class', () => {
    @Document()
    class Broken {
      @Id() id!: string;
      @Field(() => 'any', { trim: true }) name!: string;
    }

    expect(() => schemaOf(Broken)).toThrow('"trim" is for strings, but its type is any');
  });
});

describe('normalisedFieldsOf', () => {
  test('lists the fields with normalised values in them, at any depth, once for a schema', () => {
    const schema = schemaOf(Order);

    expect(normalisedFieldsOf(schema).map(({ name }) => name)).toEqual(['email', 'table', 'parts']);
    expect(normalisedFieldsOf(schema)).toBe(normalisedFieldsOf(schema));
    expect(normalisedFieldsOf(sampleSchema)).toEqual([]);
  });
});
