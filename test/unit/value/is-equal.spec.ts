import { describe, expect, test } from 'vitest';
import {
  Binary,
  BSON,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from 'mongodb';
import fc from 'fast-check';
import { anyKind } from '../../../lib/kind/container/any.js';
import { isEqual } from '../../../lib/value/equality/is-equal.js';
import { anything } from '../../support/unit/unit-arbitraries.js';

const hex = '65a000000000000000000001';
const uuid = '01234567-89ab-4def-8123-456789abcdef';
const decimal = (text: string): Decimal128 => Decimal128.fromString(text);

describe('isEqual', () => {
  test.each<[unknown, unknown]>([
    ['a', 'a'],
    [null, null],
    [NaN, NaN],
    [5, 5n],
    [5, new Int32(5)],
    [5, new Double(5)],
    [new Int32(5), new Double(5)],
    [5n, new Int32(5)],
    [0, 0n],
    [new Date(5), new Date(5)],
    [new Date(NaN), new Date(NaN)],
    ['a', new BSONSymbol('a')],
    [new ObjectId(hex), new ObjectId(hex)],
    [new UUID(uuid), new UUID(uuid)],
    [new UUID(uuid), new Binary(new UUID(uuid).buffer, 4)],
    [new Binary(Buffer.from('a'), 5), new Binary(Buffer.from('a'), 5)],
    [Buffer.from('a'), new Binary(Buffer.from('a'))],
    [Buffer.from('a'), new Uint8Array([97])],
    [decimal('1.5'), decimal('1.5')],
    [new Timestamp({ t: 1, i: 2 }), new Timestamp({ t: 1, i: 2 })],
    [new MinKey(), new MinKey()],
    [new DBRef('a', new ObjectId(hex)), new DBRef('a', new ObjectId(hex))],
    [new DBRef('a', 5n as never), new DBRef('a', 5n as never)],
    [new Code('x', { a: 5n }), new Code('x', { a: 5n })],
    [new BSONRegExp('a', 'i'), new BSONRegExp('a', 'i')],
    [/a/i, /a/i],
    [[], []],
    [
      [1, [2]],
      [1, [2n]],
    ],
    [{}, Object.create(null)],
    [
      { a: 1, b: { c: 2 } },
      { b: { c: 2 }, a: 1 },
    ],
  ])('holds for the same value: row %#', (left, right) => {
    expect(isEqual(left, right)).toBe(true);
    expect(isEqual(right, left)).toBe(true);
  });

  test.each<[unknown, unknown]>([
    ['a', 'b'],
    ['5', 5],
    ['5', 5n],
    ['', null],
    [null, undefined],
    [null, {}],
    [0, false],
    [0, null],
    [0, -0],
    [5, 6n],
    [2 ** 53, 2n ** 53n + 1n],
    [new Int32(5), new Double(5.5)],
    [new Date(5), new Date(6)],
    [new Date(NaN), new Date(0)],
    ['a', new BSONSymbol('b')],
    [new Date(5), 5],
    [new Date(5), {}],
    [new Date(0), new Binary(Buffer.alloc(0))],
    [new ObjectId(hex), hex],
    [new ObjectId(hex), new ObjectId()],
    [new ObjectId(hex), {}],
    [new Binary(Buffer.from('a')), new Binary(Buffer.from('b'))],
    [new Binary(Buffer.from('a'), 0), new Binary(Buffer.from('a'), 5)],
    [Buffer.from('a'), new Binary(Buffer.from('a'), 5)],
    [Buffer.alloc(0), {}],
    [Buffer.from('a'), [97]],
    [decimal('1.5'), decimal('1.50')],
    [decimal('1'), 1],
    [new Timestamp({ t: 1, i: 2 }), new Timestamp({ t: 1, i: 3 })],
    [new MinKey(), new MaxKey()],
    [new MinKey(), {}],
    [new DBRef('a', 5n as never), new DBRef('a', 6n as never)],
    [new DBRef('a', 5n as never), new DBRef('b', 5n as never)],
    [Long.fromNumber(5), Long.fromNumber(6)],
    [/a/, /b/],
    [/a/, /a/i],
    [/a/, new BSONRegExp('a')],
    [/a/, {}],
    [[], {}],
    [[1], [1, 2]],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: undefined }, {}],
    [{ a: undefined }, { b: undefined }],
    [{ a: 1 }, { constructor: 1 }],
    [{ constructor: Object }, { a: 1 }],
    [{ _bsontype: 'Binary' }, { _bsontype: 'ObjectId' }],
    [{ _bsontype: 'Binary' }, new Binary(Buffer.alloc(0))],
    [{ _bsontype: 'Int32' }, 5],
  ])('does not hold for another value: row %#', (left, right) => {
    expect(isEqual(left, right)).toBe(false);
    expect(isEqual(right, left)).toBe(false);
  });

  test('holds for what only claims to be a value of the driver, by content', () => {
    expect(isEqual({ _bsontype: 'Binary', a: [1] }, { _bsontype: 'Binary', a: [1] })).toBe(true);
  });

  test('holds for a copy, and for what comes back from bytes', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const bytes = BSON.serialize({ value });
        expect(isEqual(value, anyKind.encode(value as never))).toBe(true);
        expect(isEqual(value, BSON.deserialize(bytes, { useBigInt64: true })['value'])).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('says the same both ways', () => {
    fc.assert(
      fc.property(anything, anything, (left, right) => {
        expect(isEqual(left, right)).toBe(isEqual(right, left));
      }),
      { numRuns: 300 },
    );
  });
});
