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
  MinKey,
  ObjectId,
  Timestamp,
} from 'mongodb';
import fc from 'fast-check';
import { parseElements, parseStored } from '../../../../lib/codec/bytes/parse-stored.js';
import { anything } from '../../../support/unit/unit-arbitraries.js';
import { everything, orderedObjects } from '../../../support/unit/unit-bson-arbitraries.js';

const id = new ObjectId('65a000000000000000000001');
const parsed = (value: unknown): unknown => parseStored(BSON.serialize({ value }))['value'];
const hex = (document: object): string => Buffer.from(BSON.serialize(document)).toString('hex');

describe('parseStored', () => {
  test.each<[string, unknown, unknown]>([
    ['an int32', new Int32(5), 5],
    ['a double with a fraction', new Double(1.5), 1.5],
    ['a whole double beyond the range of an int32', new Double(2 ** 31), 2 ** 31],
    ['a negative zero', new Double(-0), -0],
    ['a double that is no number', new Double(NaN), NaN],
    ['a Long', Long.fromNumber(5), 5n],
    ['the least Long', Long.MIN_VALUE, -(2n ** 63n)],
    ['a regular expression', new BSONRegExp('a+', 'im'), /a+/im],
    ['an id in a DBRef', new DBRef('c', new Int32(5) as never), new DBRef('c', 5 as never)],
    ['the scope of a Code', new Code('x', { a: new Int32(5) }), new Code('x', { a: 5 })],
    ['arrays and objects', [{ a: [new Int32(5)] }], [{ a: [5] }]],
  ])('gives as a value of JavaScript %s', (_title, value, expected) => {
    expect(parsed(value)).toStrictEqual(expected);
  });

  test.each<[string, unknown]>([
    ['a double that would be written as an int32', new Double(5)],
    ['a zero that is a double', new Double(0)],
    ['a symbol', new BSONSymbol('a')],
    ['a regular expression with other options', new BSONRegExp('a', 'x')],
    ['a regular expression that JavaScript does not know', new BSONRegExp('a++', '')],
    ['a regular expression that JavaScript writes in another way', new BSONRegExp('a/b', '')],
    ['a Binary', new Binary(Buffer.from('a'), 128)],
    ['a Timestamp', new Timestamp({ t: 1, i: 2 })],
    ['a Decimal128', Decimal128.fromString('1.50')],
    ['an ObjectId', id],
    ['a MinKey', new MinKey()],
  ])("gives as the driver's value %s", (_title, value) => {
    expect(parsed(value)).toStrictEqual(value);
  });

  test('does not take stored data with a key _bsontype for a value of the driver', () => {
    const bytes = BSON.serialize({ value: { _bsontypf: 'Int32', value: 5 } });
    bytes[Buffer.from(bytes).indexOf('_bsontypf') + 8] = 'e'.charCodeAt(0);
    expect(parseStored(bytes)).toEqual({ value: { _bsontype: 'Int32', value: 5 } });
  });

  test('gives a key __proto__ as a key', () => {
    const value = JSON.parse('{"__proto__":{"a":1}}') as object;
    const stored = parsed(value) as object;
    expect(Object.keys(stored)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(stored)).toBe(Object.prototype);
  });

  test('gives what the driver writes as the same bytes again', () => {
    const doubles = fc.double().map((each) => new Double(each));
    const whole = fc.integer().map((each) => new Double(each));
    const longs = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((each) => Long.fromBigInt(each));
    const values = fc.array(fc.oneof(anything, doubles, whole, longs), { maxLength: 4 });
    fc.assert(
      fc.property(values, (list) => {
        const bytes = BSON.serialize({ list, inner: { list } });
        expect(hex(parseStored(bytes))).toBe(Buffer.from(bytes).toString('hex'));
      }),
      { numRuns: 300 },
    );
  });
});

describe('parseStored of objects whose keys look like indexes', () => {
  test('keeps the order in which they are stored, at any depth', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(orderedObjects, everything), { maxLength: 4 }), (list) => {
        const bytes = BSON.serialize(
          new Map<string, unknown>([
            ['b', list],
            ['1', list],
            ['0', 1],
          ]),
        );
        const again = parseStored(BSON.serialize(parseStored(bytes)));
        expect(keysAtAllDepths(again)).toEqual(keysAtAllDepths(parseStored(bytes)));
        expect(Object.keys(parseStored(bytes))).toEqual(['b', '1', '0']);
        // Bytes that are not valid text, as in a pattern, change their text the second time but not their length.
        expect(BSON.serialize(parseStored(bytes)).length).toBe(bytes.length);
      }),
      { numRuns: 300 },
    );
  });

  test('makes one of two elements with one key, as the driver does', () => {
    const elements = [{ a: 1, 5: { x: 1, 2: 1 } }, { 5: { 3: 1, y: 1 } }].map((each) =>
      BSON.serialize(each).subarray(4, -1),
    );
    expect(parseElements(Buffer.concat(elements))).toEqual({ 5: { 3: 1, y: 1 }, a: 1 });
  });
});

function keysAtAllDepths(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return null;
  return Object.entries(value).map(([key, inner]) => [key, keysAtAllDepths(inner)]);
}

describe('parseElements', () => {
  test('reads elements without what stands around them', () => {
    const bytes = BSON.serialize({ a: new Double(5), b: 'text' });
    expect(parseElements(bytes.subarray(4, -1))).toStrictEqual({ a: new Double(5), b: 'text' });
  });
});
