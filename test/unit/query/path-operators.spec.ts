import { describe, expect, test } from 'vitest';
import {
  allOf,
  and,
  between,
  bitsAllClear,
  bitsAllSet,
  bitsAnyClear,
  bitsAnySet,
  contains,
  elemMatch,
  endsWith,
  exists,
  GeoPoint,
  gt,
  gte,
  intersects,
  lt,
  lte,
  matches,
  mod,
  near,
  noneOf,
  nor,
  not,
  oneOf,
  or,
  raw,
  size,
  startsWith,
  text,
  typeOf,
  within,
  withinCircle,
} from 'nestjs-documents';
import type { DocumentFilter } from 'nestjs-documents';
import { compile, id, point, reasonOf, square } from '../../support/unit/order-filters.js';
import type { Order } from '../../support/unit/order-filters.js';

describe('An operator for one path', () => {
  test.each<[string, DocumentFilter<Order>, object]>([
    ['gt', { age: gt(18) }, { a: { $gt: 18 } }],
    ['gte of a date', { born: gte(new Date(5)) }, { born: { $gte: new Date(5) } }],
    ['lt of an id as text', { id: lt('64b000000000000000000001') }, { _id: { $lt: id } }],
    ['lte of a bigint', { large: lte(5n) }, { large: { $lte: 5n } }],
    ['gt of an element', { scores: gt(5) }, { scores: { $gt: 5 } }],
    ['gt of text', { 'lines.sku': gt('a') }, { 'l.s': { $gt: 'a' } }],
    ['gt of an entry of a map', { 'stock.vienna': gt(1) }, { 'm.vienna': { $gt: 1 } }],
    ['gt of an untyped value', { 'extra.a': gt(1) }, { 'extra.a': { $gt: 1 } }],
    ['between', { age: between(18, 65) }, { a: { $gte: 18, $lte: 65 } }],
    ['noneOf', { name: noneOf(['a', 'b']) }, { nm: { $nin: ['a', 'b'] } }],
    ['exists', { age: exists(true), name: exists(false) }, { a: { $exists: true }, nm: { $exists: false } }],
    ['typeOf', { age: typeOf('null', 'int') }, { a: { $type: ['null', 'int'] } }],
    ['mod', { age: mod(4, 1) }, { a: { $mod: [4, 1] } }],
    ['mod of a bigint', { large: mod(4n, 1n) }, { large: { $mod: [4n, 1n] } }],
    ['bitsAllSet', { age: bitsAllSet(5) }, { a: { $bitsAllSet: 5 } }],
    ['bitsAnySet', { large: bitsAnySet([0, 2]) }, { large: { $bitsAnySet: [0, 2] } }],
    ['bitsAllClear', { age: bitsAllClear(5n) }, { a: { $bitsAllClear: 5n } }],
    [
      'bitsAnyClear',
      { bytes: bitsAnyClear(Buffer.from([1])) },
      { bytes: { $bitsAnyClear: Buffer.from([1]) } },
    ],
    ['size', { tags: size(3) }, { t: { $size: 3 } }],
    ['allOf', { tags: allOf(['a', 'b']) }, { t: { $all: ['a', 'b'] } }],
    [
      'elemMatch of embedded documents',
      { lines: elemMatch({ sku: 'a', count: gt(2), colours: size(1) }) },
      { l: { $elemMatch: { s: { $eq: 'a' }, n: { $gt: 2 }, c: { $size: 1 } } } },
    ],
    [
      'elemMatch of alternatives',
      { lines: elemMatch(or({ sku: 'a' }, { count: 1 })) },
      { l: { $elemMatch: { $or: [{ s: { $eq: 'a' } }, { n: { $eq: 1 } }] } } },
    ],
    ['elemMatch of values', { scores: elemMatch(gt(5)) }, { scores: { $elemMatch: { $gt: 5 } } }],
    [
      'elemMatch of several conditions',
      { scores: elemMatch(and(gt(5), lt(8))) },
      { scores: { $elemMatch: { $gt: 5, $lt: 8 } } },
    ],
    [
      'elemMatch of a pattern and a range',
      { tags: elemMatch(and(startsWith('a', { ignoreCase: true }), gt('A'))) },
      { t: { $elemMatch: { $regex: '^a', $options: 'i', $gt: 'A' } } },
    ],
    ['contains', { name: contains('ad') }, { nm: { $regex: 'ad' } }],
    [
      'contains, ignoring case',
      { name: contains('ad', { ignoreCase: true }) },
      { nm: { $regex: 'ad', $options: 'i' } },
    ],
    ['contains of what has a meaning', { name: contains('.*[a]') }, { nm: { $regex: '\\.\\*\\[a\\]' } }],
    ['contains of NUL', { name: contains('a\0b') }, { nm: { $regex: 'a\\x00b' } }],
    ['startsWith', { name: startsWith('A-d') }, { nm: { $regex: '^A-d' } }],
    ['endsWith', { tags: endsWith('z') }, { t: { $regex: 'z(?![\\s\\S])' } }],
    ['matches', { name: matches(/^a/isu) }, { nm: { $regex: '^a', $options: 'is' } }],
    [
      'near',
      { place: near(point, { maxDistance: 5 }) },
      {
        p: {
          $nearSphere: { $geometry: { type: 'Point', coordinates: [16.4, 48.2] }, $maxDistance: 5 },
        },
      },
    ],
    [
      'within',
      { place: within(square) },
      { p: { $geoWithin: { $geometry: { type: 'Polygon', coordinates: square.coordinates } } } },
    ],
    [
      'withinCircle',
      { place: withinCircle(point, 6_378_100) },
      { p: { $geoWithin: { $centerSphere: [[16.4, 48.2], 1] } } },
    ],
    [
      'intersects',
      { area: intersects(point) },
      { ar: { $geoIntersects: { $geometry: { type: 'Point', coordinates: [16.4, 48.2] } } } },
    ],
    ['raw', { age: raw({ $gt: 5 }) }, { a: { $gt: 5 } }],
    [
      'raw with field names inside',
      { lines: raw({ $elemMatch: { sku: 'a', unknown: 1 } }) },
      { l: { $elemMatch: { s: 'a', unknown: 1 } } },
    ],
    ['not of a range', { age: not(gt(5)) }, { a: { $not: { $gt: 5 } } }],
    ['not of several', { age: not(between(1, 2)) }, { a: { $not: { $gte: 1, $lte: 2 } } }],
    ['not of a pattern', { name: not(contains('a')) }, { nm: { $not: { $regex: 'a' } } }],
    ['and', { age: and(gte(18), lt(65)) }, { a: { $gte: 18, $lt: 65 } }],
    [
      'and of the same operator',
      { tags: and(contains('a'), contains('b')) },
      { $and: [{ t: { $regex: 'a' } }, { t: { $regex: 'b' } }] },
    ],
    ['or', { age: or(lt(18), gt(65)) }, { $or: [{ a: { $lt: 18 } }, { a: { $gt: 65 } }] }],
    ['nor', { age: nor(lt(18), gt(65)) }, { $nor: [{ a: { $lt: 18 } }, { a: { $gt: 65 } }] }],
    [
      'not of or',
      { age: not(or(lt(18), gt(65))) },
      { $nor: [{ $or: [{ a: { $lt: 18 } }, { a: { $gt: 65 } }] }] },
    ],
  ])('%s', (_name, filter, compiled) => {
    expect(compile(filter)).toEqual(compiled);
  });

  test.each<[string, object, string]>([
    ['a range of another type', { age: gt('5') }, 'age: Its value is string and not number'],
    ['a range of null', { age: lte(null as never) }, 'age: lte was given null, which has no order'],
    [
      'a range of undefined',
      { age: gt(undefined) },
      'age: Its value is undefined, which would match unintended documents',
    ],
    [
      'a range of a boolean',
      { isOpen: gt(true as never) },
      'isOpen: gt(...) does not compare values of the type boolean',
    ],
    [
      'a range of an embedded document',
      { lines: gt(1) },
      'lines: gt(...) does not compare values of the type Line[]',
    ],
    [
      'half a range',
      { age: between(1, undefined as never) },
      'age: Its value is undefined, which would match unintended documents',
    ],
    ['a list that is none', { name: noneOf('a' as never) }, 'name: noneOf was given string and not a list'],
    ['presence as text', { age: exists('false' as never) }, 'age: exists was given string'],
    ['an unknown type', { age: typeOf('text' as never) }, 'age: typeOf takes names of BSON types'],
    [
      'a divisor of 0',
      { age: mod(0, 0) },
      'age: mod takes a divisor other than 0 and a remainder, both whole numbers',
    ],
    ['a remainder of text', { name: mod(4, 0) }, 'name: mod(...) does not compare values of the type string'],
    ['a negative mask', { age: bitsAllSet(-1) }, 'age: bitsAllSet takes a mask or positions of bits'],
    ['no positions', { age: bitsAnySet([]) }, 'age: bitsAnySet takes a mask or positions of bits'],
    ['a negative size', { tags: size(-1) }, 'tags: size was given number'],
    ['the size of text', { name: size(1) }, 'name: size(...) does not compare values of the type string'],
    [
      'all of nothing',
      { tags: allOf([]) },
      'tags: allOf was given an empty list, which the server matches with nothing',
    ],
    [
      'elemMatch of text',
      { name: elemMatch(gt('a')) },
      'name: elemMatch(...) does not compare values of the type string',
    ],
    [
      'elemMatch of a filter where elements are values',
      { scores: elemMatch({ a: 1 } as never) },
      'scores: elemMatch takes a filter only where the elements are embedded documents',
    ],
    [
      'elemMatch of alternatives of values',
      { scores: elemMatch(or(gt(1), lt(0))) },
      'scores: or(...) cannot be used inside this operator',
    ],
    ['text that is a number', { name: contains(5 as never) }, 'name: contains was given number'],
    [
      'half a character',
      { name: contains('\ud800') },
      'name: contains was given a string with half of a surrogate pair',
    ],
    [
      'text that is too long',
      { name: contains('x'.repeat(32_765)) },
      'name: Its pattern has more than 32,764 bytes',
    ],
    [
      'a pattern in a number',
      { age: contains('5') },
      'age: contains(...) does not compare values of the type number',
    ],
    [
      'case as text',
      { name: contains('a', { ignoreCase: 'no' as never }) },
      'name: ignoreCase is neither true nor false',
    ],
    ['a pattern as text', { name: matches('^a' as never) }, 'name: matches was given string'],
    [
      'a flag that the server lacks',
      { name: matches(/a/y) },
      'name: matches was given a flag that the server lacks, or NUL in its pattern',
    ],
    [
      'a geometry of a number',
      { age: within(square) },
      'age: within(...) does not compare values of the type number',
    ],
    [
      'a geometry that is none',
      { place: near({} as never) },
      'place: It was not given a geometry that it takes',
    ],
    [
      'a point instead of an area',
      { place: within(point as never) },
      'place: It was not given a geometry that it takes',
    ],
    [
      'a point off the earth',
      { place: near(new GeoPoint([200, 0])) },
      'place: The GeoPoint is not valid: should be at most 180',
    ],
    [
      'a distance below 0',
      { place: near(point, { minDistance: -1 }) },
      'place: near takes distances in metres',
    ],
    [
      'an unknown option',
      { place: near(point, { $where: '1' } as never) },
      'place: near takes distances in metres',
    ],
    [
      'a radius that is none',
      { place: withinCircle(point, NaN) },
      'place: withinCircle takes a radius in metres',
    ],
    ['a raw value', { age: raw(5 as never) }, 'age: raw was given number'],
    [
      'a whole filter under a path',
      { age: text('a') as never },
      'age: text(...) stands in place of a whole filter',
    ],
    ['an empty group', { age: or() }, 'age: or(...) was given nothing, or a list'],
    ['an operator in a value', { extra: [gt(1)] }, 'extra: Its value is an array and not any'],
    [
      'an operator in a list',
      { age: oneOf([gt(1)] as never) },
      'age: It has an operator where a value is expected',
    ],
  ])('refuses %s', (_name, filter, reason) => {
    expect(reasonOf(filter)).toBe(reason);
  });
});
