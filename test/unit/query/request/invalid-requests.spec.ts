import { describe, expect, test } from 'vitest';
import { filterFrom } from '../../../../lib/query/request/filter-from.js';
import {
  InvalidRequestError,
  InvalidRequestOptionsError,
} from '../../../../lib/query/request/request-errors.js';
import { queryParsers } from '../../../support/unit/query-parsers.js';
import { Sample } from '../../../support/unit/unit-world.js';

const options = {
  filter: {
    string: ['eq', 'contains', 'in'],
    number: ['eq', 'range'],
    int32: ['eq'],
    bigint: ['eq'],
    boolean: ['eq'],
    date: ['range', 'exists'],
    objectId: ['eq'],
    uuid: ['eq'],
    decimal128: ['eq'],
    array: ['in'],
    'embedded.street': ['eq'],
  },
  sort: ['string', 'date'],
  size: { default: 10, max: 50 },
  ignore: ['search'],
} as const;

function errorOf(call: () => unknown): any {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error('It was accepted');
}

/** Issues in short: `path code`. */
const issuesOf = (query: unknown, more: object = {}): string[] => {
  const error = errorOf(() => filterFrom(Sample, query, { ...options, ...more }));
  expect(error).toBeInstanceOf(InvalidRequestError);
  return error.issues.map(({ path, code }: { path: string; code: string }) => `${path} ${code}`);
};

describe.each(queryParsers)('An invalid query with the parser of %s', (_name, parse) => {
  test.each<[query: string, issues: string[]]>([
    ['salary=1', ['salary unknown_parameter']],
    ['salary[gt]=1&salary[lt]=2', ['salary.gt unknown_parameter', 'salary.lt unknown_parameter']],
    ['id=1', ['id unknown_parameter']],
    ['any.a=1', ['any.a unknown_parameter']],
    ['Search=1', ['Search unknown_parameter']],
    ['first=1', ['first unknown_parameter']],
    ['$where=1', ['(6 characters) unknown_parameter']],
    ['string[$ne]=x', ['string operator']],
    ['string[$regex]=x&string[$options]=i', ['string operator']],
    ['string[regex]=x', ['string operator']],
    ['string[range]=x', ['string operator']],
    ['string[contains][x]=x', ['string.contains.x unknown_parameter']],
    ['string[length]=1', ['string operator']],
    ['string[ne]=x', ['string[ne] operator']],
    ['array=a', ['array operator']],
    ['string[contains]=a&string[contains]=b', ['string[contains] too_many']],
    ['number=1&number=2', ['number too_many']],
    ['number=', ['number type']],
    ['number=null', ['number type']],
    ['number=NaN', ['number type']],
    ['number=Infinity', ['number type']],
    ['number=1e999', ['number type']],
    ['number=0x10', ['number type']],
    ['number=9007199254740993', ['number type']],
    ['number= 1', ['number type']],
    ['number[gt]=x&number[lt]=y', ['number[gt] type', 'number[lt] type']],
    ['int32=1.5', ['int32 type']],
    ['int32=2147483648', ['int32 type']],
    ['bigint=1.0', ['bigint type']],
    ['bigint=9223372036854775808', ['bigint type']],
    ['boolean=1', ['boolean type']],
    ['boolean=True', ['boolean type']],
    ['date[exists]=yes', ['date[exists] type']],
    ['date[gte]=yesterday', ['date[gte] type']],
    ['date[gte]=2026-02-29', ['date[gte] type']],
    ['date[gte]=2026-13-01', ['date[gte] type']],
    ['date[gte]=01.02.2026', ['date[gte] type']],
    ['date[gte]=1767225600000', ['date[gte] type']],
    ['date[gte]=2026-01-01T24:00Z', ['date[gte] type']],
    ['objectId=507f1f77bcf86cd79943901', ['objectId type']],
    ['objectId=abcdefghijkl', ['objectId type']],
    ['uuid=1b4e28ba2fa141d2883f0016d3cca427', ['uuid type']],
    ['decimal128=NaN', ['decimal128 type']],
    [`decimal128=${'1'.repeat(40)}`, ['decimal128 type']],
    [`string=${'a'.repeat(1001)}`, ['string max_length']],
    [`string[in]=${'a,'.repeat(100)}`, ['string[in] too_many']],
    [`string[in]=${'a'.repeat(1001)},b`, ['string[in] max_length']],
    ['sort=salary', ['sort sort']],
    ['sort=number', ['sort sort']],
    ['sort=', ['sort sort']],
    ['sort=--string', ['sort sort']],
    ['sort=__proto__', ['sort sort']],
    ['sort=string,-string', ['sort duplicate']],
    [`sort=${'string,'.repeat(1000)}`, ['sort duplicate']],
    ['sort[string]=asc', ['sort.string unknown_parameter']],
    ['page=0', ['page min']],
    ['page=-1', ['page min']],
    ['page=1.5', ['page type']],
    ['page=', ['page type']],
    ['page=1&page=2', ['page too_many']],
    ['page=999999999999999', ['page max']],
    ['page=1e3', ['page type']],
    ['size=0', ['size min']],
    ['size=51', ['size max']],
    ['size[gt]=1', ['size.gt unknown_parameter']],
    ['a[b', [expect.stringMatching(/ unknown_parameter$/)]],
    [
      'string=a&string[eq]=b&number=x&page=0&size=51&sort=x&foo=1',
      ['foo unknown_parameter', 'number type', 'sort sort', 'page min', 'size max'],
    ],
  ])('has the issues of ?%s', (query, issues) => {
    expect(issuesOf(parse(query))).toEqual(issues);
  });

  test.each<[query: string, issues: string[]]>([
    ['page=1', ['page unknown_parameter']],
    ['first=0', ['first min']],
    ['last=51', ['last max']],
    ['first=1&last=1', ['first conflict']],
    ['first=1&before=abc', ['first conflict']],
    ['after=abc&before=abc', ['after conflict']],
    ['after=a&after=b', ['after too_many']],
  ])('has the issues of ?%s for pages by cursor', (query, issues) => {
    expect(issuesOf(parse(query), { page: 'cursor' })).toEqual(issues);
  });

  test('may have names of prototypes, which are unknown parameters like others', () => {
    for (const name of ['constructor', 'toString', 'hasOwnProperty', 'valueOf'])
      for (const query of [`${name}=1`, `${name}[eq]=1`, `string[${name}]=1`]) {
        const parsed = parse(query);
        if (Object.keys(parsed as object).length > 0) expect(issuesOf(parsed)).toHaveLength(1);
      }
    for (const query of [
      '__proto__=1',
      '__proto__[string]=1',
      'string[__proto__]=1',
      'string[__proto__][in]=a',
    ]) {
      const parsed = parse(query);
      if (Object.keys(parsed as object).length > 0) expect(issuesOf(parsed)).toHaveLength(1);
    }
    expect(({} as { string?: unknown }).string).toBeUndefined();
  });
});

describe('An invalid query', () => {
  test('is one error with a message for each issue, and no value', () => {
    const error = errorOf(() =>
      filterFrom(
        Sample,
        { number: 'secret', string: { ne: 'secret' }, sort: 'secret', size: '1000', 'se cret': 'secret' },
        options,
      ),
    );

    expect(error.code).toBe('INVALID_REQUEST');
    expect(error.documentName).toBe('Sample');
    expect(error.issues).toEqual([
      { path: '(7 characters)', code: 'unknown_parameter', message: 'is unknown' },
      { path: 'number', code: 'type', message: 'should be number' },
      { path: 'string[ne]', code: 'operator', message: 'can be filtered by eq, contains, in only' },
      { path: 'sort', code: 'sort', message: 'can name string, date only' },
      { path: 'size', code: 'max', message: 'should be at most 50' },
    ]);
    expect(error.message).toBe(
      'A request for Sample cannot be used. (7 characters) is unknown; number should be number; ' +
        'string[ne] can be filtered by eq, contains, in only; sort can name string, date only; ' +
        'size should be at most 50. Correct these parameters ("issues" lists them).',
    );
    expect(JSON.stringify(error) + String(error)).not.toContain('secret');
  });

  test.each([
    [undefined],
    [null],
    ['string=a'],
    [['string']],
    [new Map([['string', 'a']])],
    [new URLSearchParams('string=a')],
    [1],
  ])('is %O instead of an object', (query) => {
    expect(issuesOf(query)).toEqual([' type']);
  });

  test.each<[value: unknown, issues: string[]]>([
    [{}, ['string type']],
    [[], ['string type']],
    [[['a']], ['string type']],
    [null, ['string type']],
    [undefined, ['string type']],
    [new Date(), ['string type']],
    [/a/, ['string type']],
    [() => 'a', ['string type']],
    [Symbol('a'), ['string type']],
    [1n, ['string type']],
    [{ $gt: '' }, ['string operator']],
    [{ contains: { $ne: 'x' } }, ['string.contains.(3 characters) unknown_parameter']],
    [{ contains: [] }, ['string.contains type']],
    [{ in: [{ $ne: 'x' }] }, ['string.in.(3 characters) unknown_parameter']],
    [['a', { $ne: 'x' }], ['string operator']],
    [{ toString: () => 'a' }, ['string.toString type']],
    ['\ud800', ['string type']],
  ])('has %O where text is expected', (value, issues) => {
    expect(issuesOf({ string: value })).toEqual(issues);
  });

  test('cannot be built without end', () => {
    const circular: Record<string, unknown> = {};
    circular['a'] = circular;
    circular['b'] = [circular, circular];
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`p${index}`, '1']));

    expect(issuesOf(circular).length).toBeLessThanOrEqual(101);
    expect(issuesOf(many)).toHaveLength(100);
    expect(issuesOf({ string: { in: Array.from({ length: 100_000 }, () => 'a') } })).toContain(
      'string[in] too_many',
    );
    expect(issuesOf({ [`string${'[x]'.repeat(100_000)}`]: '1' })).toHaveLength(1);
    expect(issuesOf({ ['['.repeat(100_000)]: '1' })).toEqual(['(100000 characters) unknown_parameter']);
  });
});

describe('The options of filterFrom', () => {
  test.each<[fact: string, options: unknown, reason: string]>([
    ['none', undefined, 'They are not an object'],
    ['an unknown path', { filter: { salary: ['eq'] } }, 'salary does not lead to a declared field'],
    [
      'a path below a value',
      { filter: { 'string.x': ['eq'] } },
      'string.x does not lead to a declared field',
    ],
    ['an unknown operator', { filter: { string: ['like'] } }, 'An operator of string is unknown'],
    ['an operator of MongoDB', { filter: { string: ['$gt'] } }, 'An operator of string is unknown'],
    ['no operators', { filter: { string: [] } }, 'The operators of string are not a list, or an empty one'],
    ['no list', { filter: { string: 'eq' } }, 'The operators of string are not a list, or an empty one'],
    ['a range of booleans', { filter: { boolean: ['range'] } }, 'range does not fit boolean, whose values'],
    ['text in numbers', { filter: { number: ['contains'] } }, 'contains does not fit number, whose values'],
    ['bytes', { filter: { buffer: ['eq'] } }, 'eq does not fit buffer, whose values are of the type buffer'],
    ['untyped values', { filter: { any: ['eq'] } }, 'eq does not fit any, whose values are of the type any'],
    ['documents', { filter: { embedded: ['eq'] } }, 'eq does not fit embedded, whose values are of the type'],
    ['maps', { filter: { map: ['in'] } }, 'in does not fit map, whose values are of the type map of number'],
    ['an unknown path to sort by', { sort: ['salary'] }, 'salary in sort does not lead to a declared field'],
    ['a sort that is no list', { sort: 'string' }, 'sort is not a list of paths'],
    ['an unknown default sort', { defaultSort: { salary: 1 } }, '"salary" does not lead to a declared field'],
    [
      'cursors sorted by arrays',
      { sort: ['array'], page: 'cursor' },
      'It sorts by array, which holds several',
    ],
    ['cursors by default sorted by arrays', { defaultSort: { any: 1 }, page: 'cursor' }, 'It sorts by any'],
    ['unknown pages', { page: 'offset' }, 'page is unknown'],
    ['a size of 0', { size: { max: 0 } }, 'The max of size is not a whole number of at least 1'],
    [
      'a default over the max',
      { size: { default: 200 } },
      'The default of size is not a whole number from 1',
    ],
    ['a size that is a number', { size: 20 }, 'size is not an object'],
    ['names to ignore that are no list', { ignore: 'a' }, 'ignore is not a list of names'],
    ['another ignoreCase', { ignoreCase: 'yes' }, 'ignoreCase is neither true nor false'],
    ['a filter that is no object', { filter: ['name'] }, 'filter is not an object'],
  ])('are refused with %s', (_fact, given, reason) => {
    const error = errorOf(() => filterFrom(Sample, {}, given as object));

    expect(error).toBeInstanceOf(InvalidRequestOptionsError);
    expect(error.code).toBe('INVALID_REQUEST_OPTIONS');
    expect(error.reason).toContain(reason);
  });
});
