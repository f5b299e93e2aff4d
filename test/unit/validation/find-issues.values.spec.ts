import { describe, expect, test } from '@jest/globals';
import { ObjectId } from 'mongodb';
import type { FieldType } from '../../../lib/schema/document-schema.js';
import { describeValue, findUnknownFields, findValueIssues } from '../../../lib/validation/find-issues.js';
import { Address, sampleSchema } from '../../support/unit-world.js';

describe('findValueIssues', () => {
  const typeOf = (field: string): FieldType => sampleSchema.fieldsByName.get(field)?.type as FieldType;

  test.each([null, undefined])('finds nothing in %p', (value) => {
    expect(findValueIssues(typeOf('embedded'), value, 'embedded')).toEqual([]);
  });

  test('begins at the path', () => {
    expect(findValueIssues(typeOf('array'), ['a', 1], 'some.path')).toEqual([
      { path: 'some.path.1', code: 'type', message: 'should be string, not number' },
    ]);
  });
});

describe('findUnknownFields', () => {
  const unknown = (values: object): string[] =>
    findUnknownFields(sampleSchema, values).map(({ path }) => path);

  test('finds names that are no fields, at any depth of plain values', () => {
    expect(
      unknown({
        string: 's',
        isAdmin: true,
        embedded: { street: 's', zip: 1, location: { height: 1 } },
        nested: [[{ street: 's' }, { a: 1 }]],
        places: new Map([['home', [{ b: 1 }]]]),
        any: { what: 'ever' },
      }),
    ).toEqual(['isAdmin', 'embedded.zip', 'embedded.location.height', 'nested.0.1.a', 'places.home.0.b']);
  });

  test('finds keys instead of names', () => {
    expect(unknown({ _id: 1, embedded: { s: 'x' } })).toEqual(['_id', 'embedded.s']);
  });

  test('finds names that reach a prototype', () => {
    expect(unknown(JSON.parse('{"__proto__": {}, "constructor": {}, "toString": 1}') as object)).toEqual([
      '__proto__',
      'constructor',
      'toString',
    ]);
  });

  test('leaves instances and values of a wrong type to validation', () => {
    expect(unknown({ embedded: Object.assign(new Address(), { more: 1 }), nested: 'x', places: {} })).toEqual(
      [],
    );
  });

  test.each<[string, () => object]>([
    [
      'that hold themselves',
      () => {
        const one: Record<string, unknown> = {};
        return Object.assign(one, { left: one, right: one, children: [one, one] });
      },
    ],
    [
      'of a request that is nested very deep',
      () => JSON.parse(`${'{"left":'.repeat(20_000)}{}${'}'.repeat(20_000)}`) as object,
    ],
  ])('ends at values %s', (_title, make) => {
    expect(findUnknownFields(sampleSchema, { node: make() })).toEqual([
      { path: `node${'.left'.repeat(101)}`, code: 'type', message: 'is nested deeper than 100 levels' },
    ]);
  });
});

describe('describeValue', () => {
  test.each<[unknown, string]>([
    [null, 'null'],
    [undefined, 'undefined'],
    ['secret', 'string'],
    [1, 'number'],
    [NaN, 'NaN'],
    [1n, 'bigint'],
    [true, 'boolean'],
    [Symbol('secret'), 'symbol'],
    [() => {}, 'function'],
    [[], 'an array'],
    [new Date(0), 'Date'],
    [new Date(NaN), 'an invalid Date'],
    [new Map(), 'Map'],
    [new Address(), 'Address'],
    [{}, 'Object'],
    [{ constructor: { name: 'secret' } }, 'Object'],
    [Object.create({ constructor: { name: 'secret' } }), 'object'],
    [Object.create({ constructor: { name: Symbol('secret') } }), 'object'],
    [Object.create(null), 'object'],
    [new ObjectId(), 'ObjectId'],
  ])('is the type: row %#', (value, expected) => {
    expect(describeValue(value)).toBe(expected);
  });
});
