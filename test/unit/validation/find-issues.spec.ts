import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { findIssues as find } from '../../support/unit/unit-issues.js';
import type { ValidationIssue } from '../../../lib/validation/validation-issue.js';
import { Address, Node, Person, personSchema, Sample, sampleSchema } from '../../support/unit/unit-world.js';

const findIssues = (...given: Parameters<typeof find>): ValidationIssue[] =>
  find(...given) as ValidationIssue[];
const sampleId = new ObjectId();
const sample = (values: object): Sample => Object.assign(new Sample(), { id: sampleId }, values);
const issuesOf = (values: object): string[] =>
  findIssues(sampleSchema, sample(values)).map(({ path, code, message }) => `${path} ${code}: ${message}`);
const node = (values: object): Node => Object.assign(new Node(), { label: 'x' }, values);

describe('findIssues', () => {
  test('finds nothing where all fields fit', () => {
    expect(
      issuesOf({
        string: null,
        array: ['a', null],
        map: new Map([['', 1]]),
        embedded: Object.assign(new Address(), { street: 's' }),
        nested: [[], [{ street: 's' }]],
        places: new Map([['a.b', [{ street: 's', country: undefined }]]]),
      }),
    ).toEqual([]);
  });

  test.each<[string, object, string[]]>([
    ['a scalar', { string: 1 }, ['string type: should be string, not number']],
    ['NaN', { number: NaN }, ['number type: should be number, not NaN']],
    ['an invalid date', { date: new Date('x') }, ['date type: should be date, not an invalid Date']],
    ['no array', { array: 'a' }, ['array type: should be string[], not string']],
    [
      'an element',
      { array: ['a', 1, 'b', {}] },
      ['array.1 type: should be string, not number', 'array.3 type: should be string, not Object'],
    ],
    ['an undefined element', { array: ['a', undefined] }, ['array.1 type: should be string, not undefined']],
    // eslint-disable-next-line no-sparse-arrays
    ['a hole', { array: ['a', , 'b'] }, ['array.1 type: should be string, not undefined']],
    ['an object for a map', { map: { a: 1 } }, ['map type: should be map of number, not Object']],
    [
      'an entry',
      {
        map: new Map<string, unknown>([
          ['a', 1],
          ['b', 'x'],
        ]),
      },
      ['map.b type: should be number, not string'],
    ],
    [
      'an undefined entry',
      { map: new Map([['a', undefined]]) },
      ['map.a type: should be number, not undefined'],
    ],
    [
      'another class for an embedded document',
      { embedded: new Node() },
      ['embedded type: should be Address, not Node'],
    ],
    [
      'an array for an embedded document',
      { embedded: [] },
      ['embedded type: should be Address, not an array'],
    ],
    [
      'a Map for an embedded document',
      { embedded: new Map() },
      ['embedded type: should be Address, not Map'],
    ],
    ['a missing field of an embedded document', { embedded: {} }, ['embedded.street required: is required']],
    [
      'a null where a value is required',
      { embedded: { street: null } },
      ['embedded.street required: is required'],
    ],
    [
      'an unknown field of a plain embedded document',
      { embedded: { street: 's', s: 's' } },
      ['embedded.s unknown_field: is not a field of Address'],
    ],
    [
      'a value in arrays of arrays',
      { nested: [[], [{ street: 's' }, { street: 2 }]] },
      ['nested.1.1.street type: should be string, not number'],
    ],
    [
      'a value in arrays of a map',
      { places: new Map([['home', [{ street: 's', location: { latitude: 'x' } }]]]) },
      ['places.home.0.location.latitude type: should be number, not string'],
    ],
    [
      'a value where nothing can be stored',
      { any: { a: () => {} } },
      ['any.a type: should be any, not function'],
    ],
  ])('finds %s', (_title, values, expected) => {
    expect(issuesOf(values)).toEqual(expected);
  });

  test.each([
    ['$gt', '(3 characters)'],
    ['a\0', '(2 characters)'],
    ['__proto__', '__proto__'],
    ['_bsontype', '_bsontype'],
  ])('finds the key %O of a map', (key, shown) => {
    expect(issuesOf({ map: new Map([[key, 1]]) })).toEqual([
      `map.${shown} type: has a key that starts with $, or cannot be stored`,
    ]);
  });

  test.each([5, Symbol('a')])('finds the key %O of a map, which is no text', (key) => {
    expect(issuesOf({ map: new Map([[key, 1]]) })).toEqual(['map type: has a key that is not a string']);
  });

  test('finds every part of an untyped value that cannot be stored, with its path and the reason', () => {
    const any = {
      a: [1, NaN, { $gt: 1 }],
      when: new Date(NaN),
      big: 2n ** 63n,
      b: [undefined],
      fine: { c: null },
    };
    expect(issuesOf({ any })).toEqual([
      'any.a.1 type: should be any, not NaN',
      'any.a.2.(3 characters) type: has a key that starts with $, or cannot be stored',
      'any.when type: should be any, not an invalid Date',
      'any.big type: should be any, not bigint',
      'any.b.0 type: should be any, not undefined',
    ]);
  });

  test('finds once that an untyped value is nested too deep, whatever else is wrong with it', () => {
    const circle: Record<string, unknown> = { bad: NaN };
    Object.assign(circle, { one: circle, other: circle });
    expect(issuesOf({ any: circle })).toEqual(['any type: is nested deeper than 100 levels']);
  });

  test('finds everything at once, in the order of the fields', () => {
    const person = Object.assign(new Person(), { tags: [1, 2], age: 'x', others: [{}, { street: 1 }] });
    expect(findIssues(personSchema, person).map(({ path, code }) => [path, code])).toEqual([
      ['id', 'required'],
      ['name', 'required'],
      ['age', 'type'],
      ['tags.0', 'type'],
      ['tags.1', 'type'],
      ['others.0.street', 'required'],
      ['others.1.street', 'type'],
    ]);
  });

  test('takes properties that a class adds to be its own business', () => {
    class Precise extends Address {
      cache = new Map();
    }
    expect(issuesOf({ embedded: Object.assign(new Precise(), { street: 's' }) })).toEqual([]);
    expect(findIssues(sampleSchema, sample({ cache: new Map() }))).toEqual([]);
  });

  test('names no values', () => {
    const values = {
      string: 7357,
      array: [7357],
      any: { a: [new Error('7357')] },
      embedded: '7357',
      date: '7357',
    };
    const issues = findIssues(sampleSchema, sample(values));
    expect(issues).toHaveLength(5);
    expect(JSON.stringify(issues)).not.toContain('7357');
  });

  test('is not deceived by plain data that names a constructor or a prototype', () => {
    const payload: unknown = JSON.parse(
      '{"street": "s", "constructor": {"name": "Address"}, "__proto__": {"country": 5}}',
    );
    expect(issuesOf({ embedded: payload })).toEqual([
      'embedded.constructor unknown_field: is not a field of Address',
      'embedded.__proto__ unknown_field: is not a field of Address',
    ]);
    expect(issuesOf({ string: payload })).toEqual(['string type: should be string, not Object']);
  });

  test('is not deceived by plain data that claims to be a value of the driver', () => {
    expect(issuesOf({ objectId: { _bsontype: 'ObjectId', id: 'x' } })).toEqual([
      'objectId type: should be objectId, not Object',
    ]);
  });

  describe('when values are nested deep', () => {
    const chain = (length: number): Node => {
      let last = node({});
      for (let level = 1; level < length; level++) last = node({ left: last });
      return last;
    };

    test('takes 100 embedded documents, and refuses one more', () => {
      expect(issuesOf({ node: chain(100) })).toEqual([]);
      expect(issuesOf({ node: chain(101) })).toEqual([
        `node${'.left'.repeat(100)}.label type: is nested deeper than 100 levels`,
      ]);
    });

    test.each<[string, () => Node]>([
      [
        'holds itself',
        () => {
          const one = node({});
          return Object.assign(one, { left: one });
        },
      ],
      [
        'holds itself in several places',
        () => {
          const one = node({});
          return Object.assign(one, {
            left: one,
            right: one,
            children: [one, one],
            named: new Map([['a', one]]),
          });
        },
      ],
      [
        'has children that hold it',
        () => {
          const parent = node({});
          return Object.assign(parent, { children: [node({ left: parent }), node({ left: parent })] });
        },
      ],
    ])('ends when a document %s', (_title, make) => {
      const issues = findIssues(sampleSchema, sample({ node: make() }));
      expect(issues.map(({ message }) => message)).toEqual(['is nested deeper than 100 levels']);
    });

    test('lists what it found before', () => {
      const one = node({});
      Object.assign(one, { left: one, right: one });
      const found = findIssues(sampleSchema, sample({ string: 5, node: one }));
      expect(found.map(({ path }) => path)).toEqual(['string', `node${'.left'.repeat(100)}.label`]);
    });
  });
});
