import { describe, expect, test } from 'vitest';
import { compileSort } from '../../../../lib/query/compile-sort.js';
import { sortKeysOf } from '../../../../lib/query/page/sort-keys.js';
import { parcelSchema, personSchema, sampleSchema } from '../../../support/unit/unit-world.js';

const keysOf = (sort: object) =>
  sortKeysOf(personSchema, compileSort(personSchema, sort)).map(({ keyPath, direction, kind, isId }) => [
    ...[keyPath, direction, kind, isId],
  ]);

describe('sortKeysOf', () => {
  test('sorts by the id without a sort', () => {
    expect(sortKeysOf(personSchema)).toEqual([
      { keyPath: '_id', direction: 1, kind: 'objectId', isId: true },
    ]);
    expect(keysOf({})).toEqual([['_id', 1, 'objectId', true]]);
  });

  test('appends the id in the direction of the last path', () => {
    expect(keysOf({ name: 'asc', age: 'desc' })).toEqual([
      ['name', 1, 'string', false],
      ['a', -1, 'number', false],
      ['_id', -1, 'objectId', true],
    ]);
  });

  test('ends with the id where it is given', () => {
    expect(keysOf({ name: 'asc', id: 'desc', age: 'asc' })).toEqual([
      ['name', 1, 'string', false],
      ['_id', -1, 'objectId', true],
    ]);
  });

  test('finds paths in embedded documents and maps', () => {
    expect(keysOf({ 'address.street': 'asc', 'places.home.location.latitude': 1, 'scores.ada': 1 })).toEqual([
      ['address.s', 1, 'string', false],
      ['places.home.location.latitude', 1, 'number', false],
      ['scores.ada', 1, 'number', false],
      ['_id', 1, 'objectId', true],
    ]);
  });

  test.each([...sampleSchema.fields.map(({ name }) => name)])(
    'knows the kind of %s, or refuses it',
    (name) => {
      const compile = () => sortKeysOf(sampleSchema, compileSort(sampleSchema, { [name]: 1 }))[0]?.kind;
      const refused = ['any', 'array', 'map', 'embedded', 'node', 'nested', 'places'];

      if (refused.includes(name)) expect(compile).toThrow(`It sorts by ${name}, which`);
      else expect(compile()).toBe(name === 'id' ? 'objectId' : name);
    },
  );

  test.each<[string, string]>([
    ['tags', 'It sorts by tags, which holds several values'],
    ['tags.0', 'It sorts by tags, which holds several values'],
    ['others.street', 'It sorts by others, which holds several values'],
    ['address', 'It sorts by address, which may hold values of different kinds'],
    ['extra.deep', 'It sorts by extra.deep, which may hold values of different kinds'],
  ])('refuses %s', (path, reason) => {
    expect(() => sortKeysOf(personSchema, compileSort(personSchema, { [path]: 1 }))).toThrow(reason);
  });

  test('refuses undeclared keys', () => {
    const sort = compileSort(parcelSchema, { 'attributes.colour': 1 });

    expect(() => sortKeysOf(parcelSchema, sort)).toThrow(
      'It sorts by colour, which may hold values of different kinds',
    );
  });
});
