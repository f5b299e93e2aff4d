import { describe, expect, test } from 'vitest';
import {
  and,
  between,
  contains,
  elemMatch,
  gt,
  gte,
  lt,
  nor,
  not,
  oneOf,
  OperatorNotAllowedError,
  or,
  raw,
  text,
  UnknownPathError,
} from 'nestjs-documents';
import type { DocumentFilter } from 'nestjs-documents';
import { compile, reasonOf } from '../../support/unit/order-filters.js';
import type { Order } from '../../support/unit/order-filters.js';

describe('An operator for whole filters', () => {
  test.each<[string, DocumentFilter<Order>, object]>([
    ['or', or({ name: 'a' }, { age: gt(5) }), { $or: [{ nm: { $eq: 'a' } }, { a: { $gt: 5 } }] }],
    ['and of different paths', and({ name: 'a' }, { age: 5 }), { nm: { $eq: 'a' }, a: { $eq: 5 } }],
    ['and of one path', and({ age: gt(1) }, { age: lt(5) }), { a: { $gt: 1, $lt: 5 } }],
    [
      'and of the same condition',
      and({ age: 1 }, { age: 2 }),
      { $and: [{ a: { $eq: 1 } }, { a: { $eq: 2 } }] },
    ],
    [
      'and of several or',
      and(or({ age: 1 }, { age: 2 }), or({ name: 'a' }, { name: 'b' })),
      {
        $and: [
          { $or: [{ a: { $eq: 1 } }, { a: { $eq: 2 } }] },
          { $or: [{ nm: { $eq: 'a' } }, { nm: { $eq: 'b' } }] },
        ],
      },
    ],
    [
      'nor, at any depth',
      nor({ name: 'a' }, or({ age: 1 })),
      { $nor: [{ nm: { $eq: 'a' } }, { $or: [{ a: { $eq: 1 } }] }] },
    ],
    [
      'text',
      text('coffee', { language: 'none', caseSensitive: true }),
      { $text: { $search: 'coffee', $language: 'none', $caseSensitive: true } },
    ],
    ['text beside others', and({ age: 5 }, text('a')), { a: { $eq: 5 }, $text: { $search: 'a' } }],
    [
      'raw',
      raw({ $or: [{ age: { $gt: 5 } }, { 'lines.sku': 'a' }], unknown: 1, $expr: { $gt: ['$a', 1] } }),
      { $or: [{ a: { $gt: 5 } }, { 'l.s': 'a' }], unknown: 1, $expr: { $gt: ['$a', 1] } },
    ],
    [
      'raw with a name and its key',
      raw({ name: 'x', nm: { $exists: true } }),
      { $and: [{ nm: 'x' }, { nm: { $exists: true } }] },
    ],
    [
      'raw inside $all',
      raw({ lines: { $all: [{ $elemMatch: { sku: 'b' } }] } }),
      { l: { $all: [{ $elemMatch: { s: 'b' } }] } },
    ],
    ['and of nothing in particular', and({}), {}],
  ])('%s', (_name, filter, compiled) => {
    expect(compile(filter)).toEqual(compiled);
  });

  test.each<[string, DocumentFilter<Order>, string]>([
    ['or of nothing', or() as never, ': or(...) was given nothing, or a list'],
    ['or of a list', or([] as never), ': or(...) was given nothing, or a list'],
    [
      'or of everything',
      or({ name: 'a' }, {}),
      ': A condition of or(...) is empty, which would match every document',
    ],
    ['nor of everything', nor({}), ': A condition of nor(...) is empty, which would match every document'],
    [
      'an operator for one path',
      gt(5) as never,
      ': gt(...) compares the value of a path, and stands in place of the filter',
    ],
    ['a number in or', or(5 as never), ': It is number and not an object'],
    ['text without words', text(undefined as never), ': text takes the words to search for'],
    [
      'text with an unknown option',
      text('a', { $where: 1 } as never),
      ': text has an unknown option, or one of the wrong type',
    ],
    ['raw text', raw('a' as never), ': raw was given string'],
    [
      'undefined in raw',
      raw({ $or: [{ name: undefined }] }),
      ': raw holds undefined, which the driver would send as null',
    ],
  ])('refuses %s', (_name, filter, reason) => {
    expect(reasonOf(filter)).toBe(reason);
  });

  test('refuses unknown paths and plain operators at any depth', () => {
    expect(() => compile(or<Order>({ name: 'a' }, and({ nickname: 'b' } as never)))).toThrow(
      UnknownPathError,
    );
    expect(() => compile(or(JSON.parse('{"$where":"1"}') as object))).toThrow(OperatorNotAllowedError);
    expect(() => compile({ lines: elemMatch(JSON.parse('{"$or":[]}') as object) })).toThrow(
      OperatorNotAllowedError,
    );
  });
});

describe('ignoreUndefined', () => {
  test.each<[string, DocumentFilter<Order>, object]>([
    ['a path', { name: undefined, age: 5 }, { a: { $eq: 5 } }],
    ['a range', { age: gt<number>(undefined) }, {}],
    ['not of a range', { age: not(gt<number>(undefined)) }, {}],
    ['one of several conditions', { age: and(gte(18), lt<number>(undefined)) }, { a: { $gte: 18 } }],
    ['text to look for', { name: contains(undefined) }, {}],
    ['a list', { name: oneOf<string>(undefined) }, {}],
    ['all of not', { age: not(and(gt<number>(undefined), lt<number>(undefined))) }, {}],
    [
      'one condition of an element',
      { scores: elemMatch(and(gt(3), lt<number>(undefined))) },
      { scores: { $elemMatch: { $gt: 3 } } },
    ],
    [
      'all conditions of an element',
      { lines: elemMatch({ sku: undefined }), scores: not(elemMatch(gt<number>(undefined))) },
      {},
    ],
    ['one limit', { age: between<number>(undefined, 4) }, { a: { $lte: 4 } }],
    ['a path in a group', and({ name: undefined }, { age: 5 }), { a: { $eq: 5 } }],
    [
      'a path of an element',
      { lines: elemMatch({ sku: 'a', count: undefined }) },
      { l: { $elemMatch: { s: { $eq: 'a' } } } },
    ],
  ])('leaves out %s', (_name, filter, compiled) => {
    expect(compile(filter, { ignoreUndefined: true })).toEqual(compiled);
    expect(reasonOf(filter)).toContain('undefined');
  });

  test.each<[string, DocumentFilter<Order>, string]>([
    [
      'an alternative',
      or({ name: undefined }, { age: 5 }),
      ': A condition of or(...) is empty, which would match every document',
    ],
    [
      'an alternative of one path',
      { age: or(gt<number>(undefined), lt(5)) },
      'age: A condition of or(...) is empty, which would match every document',
    ],
    [
      'undefined in a list',
      { name: oneOf(['a', undefined] as string[]) },
      'name: Its value is undefined, which would match unintended documents',
    ],
  ])('still refuses %s', (_name, filter, reason) => {
    expect(reasonOf(filter, { ignoreUndefined: true })).toBe(reason);
  });
});
