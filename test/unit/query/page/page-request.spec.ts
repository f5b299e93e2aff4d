import { describe, expect, test } from 'vitest';
import { readPage } from '../../../../lib/query/page/page-request.js';
import { InvalidQueryError } from '../../../../lib/query/query-errors.js';

const read = (options: unknown) => readPage('Person', options);

describe('readPage', () => {
  test.each<[string, unknown, object]>([
    ['a number', { number: 3, size: 20 }, { number: 3, size: 20, skip: 40 }],
    ['first', { first: 5 }, { size: 5, cursor: undefined, isBackward: false }],
    ['after', { first: 5, after: 'x' }, { size: 5, cursor: 'x', isBackward: false }],
    ['after of null', { first: 5, after: null }, { size: 5, cursor: undefined, isBackward: false }],
    ['last', { last: 5, before: 'x' }, { size: 5, cursor: 'x', isBackward: true }],
    ['undefined options', { first: 5, size: undefined }, { size: 5, cursor: undefined, isBackward: false }],
    ['further options', { first: 5, more: 1 }, { size: 5, cursor: undefined, isBackward: false }],
    [
      'options of a class',
      Object.assign(new (class Dto {})(), { number: 1, size: 2 }),
      { number: 1, size: 2, skip: 0 },
    ],
  ])('reads %s', (_, options, request) => {
    expect(read(options)).toEqual(request);
  });

  test.each<[unknown, string]>([
    [undefined, 'page was given undefined and not an object'],
    [[], 'page was given an array and not an object'],
    [{}, 'page was given neither number, first nor last'],
    [{ number: 1, size: 2, after: 'x' }, 'page was given something beside number and size'],
    [{ first: 1, before: 'x' }, 'page was given something beside first and after'],
    [{ first: 1, last: 1 }, 'page was given something beside first and after'],
    [{ last: 1, after: 'x' }, 'page was given something beside last and before'],
    [{ number: 0, size: 2 }, 'number of a page is a whole number from 1 on'],
    [{ number: 1 }, 'size of a page is a whole number from 1 on'],
    [{ first: '1' }, 'first of a page is a whole number from 1 on'],
    [{ first: Number.MAX_SAFE_INTEGER }, 'first of a page is a whole number from 1 on'],
    [{ last: Infinity }, 'last of a page is a whole number from 1 on'],
    [{ number: 2 ** 50, size: 100 }, 'The page begins too far behind'],
  ])('refuses %o', (options, reason) => {
    expect(() => read(options)).toThrow(InvalidQueryError);
    expect(() => read(options)).toThrow(
      `A query for Person cannot be used. ${reason}. Give { number, size }, { first, after } or { last, before }.`,
    );
  });
  test('reads own options only: a prototype may have options that throw', () => {
    expect(() => read(Object.create(new Map()))).toThrow('page was given neither number, first nor last');
  });
});
