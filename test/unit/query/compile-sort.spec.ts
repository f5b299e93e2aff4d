import { describe, expect, test } from 'vitest';
import { compileSort } from '../../../lib/query/compile-sort.js';
import { InvalidQueryError, UnknownPathError } from '../../../lib/query/query-errors.js';
import { personSchema } from '../../support/unit/unit-world.js';

describe('compileSort', () => {
  test('gives stored keys in the order in which they count', () => {
    expect([...compileSort(personSchema, { name: 'asc', 'address.street': 'desc', age: 1, id: -1 })]).toEqual(
      [
        ['name', 1],
        ['address.s', -1],
        ['a', 1],
        ['_id', -1],
      ],
    );
  });

  test.each([undefined, null, 'name', ['name'], new Map([['name', 1]])])(
    'refuses %O instead of a sort',
    (sort) => {
      expect(() => compileSort(personSchema, sort)).toThrow(
        `A query for Person cannot be used. Its sort is not an object. Use paths and directions: { name: 'asc' }.`,
      );
    },
  );

  test('is empty for an empty sort', () => {
    expect(compileSort(personSchema, {}).size).toBe(0);
  });

  test.each([2, 0, '1', 'ASC', 'ascending', null, undefined, true, { $meta: 'textScore' }])(
    'refuses the direction %O',
    (direction) => {
      expect(() => compileSort(personSchema, { name: direction })).toThrow(InvalidQueryError);
      expect(() => compileSort(personSchema, { name: direction })).toThrow(
        `A query for Person cannot be used. A sort direction is unknown. Use 'asc' or 'desc'.`,
      );
    },
  );

  test.each(['unknown', '$natural', '_id', 'address.s'])('refuses the path %s', (path) => {
    expect(() => compileSort(personSchema, { [path]: 1 })).toThrow(UnknownPathError);
  });
});
