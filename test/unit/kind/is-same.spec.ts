import { describe, expect, test } from 'vitest';
import {
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
} from 'mongodb';
import type { FieldType } from '../../../lib/schema/document-schema.js';
import { isSame } from '../../../lib/kind/is-same.js';
import { parseStored } from '../../../lib/codec/bytes/parse-stored.js';
import { BSON } from 'mongodb';

const any: FieldType = { kind: 'any' };
const id = new ObjectId('65a000000000000000000001');
const stored = (value: unknown): unknown => parseStored(BSON.serialize({ value }))['value'];

describe('isSame of untyped values', () => {
  test.each<[string, unknown, unknown]>([
    ['an int32 read as a number', new Int32(5), 5],
    ['a double read as a number', new Double(5), 5],
    ['a long read as a bigint', Long.fromNumber(5), 5n],
    ['a double asked for again', new Double(5), new Double(5)],
    ['a fraction asked for as a double', new Double(1.5), new Double(1.5)],
    ['an int32 asked for again', new Int32(5), new Int32(5)],
    ['a long asked for again', Long.fromNumber(5), Long.fromNumber(5)],
    ['a symbol read as text', new BSONSymbol('a'), 'a'],
    ['a DBRef', new DBRef('c', id, 'd', { n: 1 }), new DBRef('c', id, 'd', { n: 1 })],
    ['a Code with a scope', new Code('x', { n: 1 }), new Code('x', { n: 1 })],
    ['a MinKey', new MinKey(), new MinKey()],
    [
      'keys that look like indexes, as JavaScript lists them',
      new Map([
        ['b', 1],
        ['5', 2],
      ]),
      { 5: 2, b: 1 },
    ],
  ])('holds for %s', (_, before, after) => {
    expect(isSame(any, stored(before), after)).toBe(true);
    expect(isSame(any, stored([{ before }]), [{ before: after }])).toBe(true);
  });

  test.each<[string, unknown, unknown]>([
    ['a number that becomes a bigint', new Int32(5), 5n],
    ['a bigint that becomes a number', Long.fromNumber(5), 5],
    ['an int32 that becomes a double', new Int32(5), new Double(5)],
    ['a double that becomes an int32', new Double(5), new Int32(5)],
    ['an int32 that becomes a long', new Int32(5), Long.fromNumber(5)],
    ['text that becomes a symbol', 'a', new BSONSymbol('a')],
    ['another order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['a DBRef whose id becomes text', new DBRef('c', id), new DBRef('c', id.toHexString() as never)],
    ['a DBRef whose id becomes a bigint', new DBRef('c', 5 as never), new DBRef('c', 5n as never)],
    ['a DBRef of another database', new DBRef('c', id, 'd'), new DBRef('c', id, 'e')],
    [
      'a DBRef with a date that becomes text',
      new DBRef('c', id, undefined, { at: new Date(0) }),
      new DBRef('c', id, undefined, { at: '1970-01-01T00:00:00.000Z' }),
    ],
    ['a Code that gets a scope', new Code('x'), new Code('x', {})],
    ['a Code whose scope changes its type', new Code('x', { a: 1 }), new Code('x', { a: '1' })],
    ['a MinKey that becomes a MaxKey', new MinKey(), new MaxKey()],
    ['a Timestamp that becomes a long', new Timestamp({ t: 0, i: 5 }), 5n],
    ['another Timestamp', new Timestamp({ t: 1, i: 2 }), new Timestamp({ t: 2, i: 1 })],
    ['a decimal with another number of digits', Decimal128.fromString('1.0'), Decimal128.fromString('1.00')],
    ['a pattern with other options', new BSONRegExp('a', 'x'), new BSONRegExp('a', 'ix')],
  ])('does not hold for %s', (_, before, after) => {
    expect(isSame(any, stored(before), after)).toBe(false);
    expect(isSame(any, stored([{ before }]), [{ before: after }])).toBe(false);
  });
});

describe('isSame of declared values', () => {
  test.each<[FieldType, unknown, unknown]>([
    [{ kind: 'number' }, Long.fromNumber(5), 5],
    [{ kind: 'bigint' }, new Int32(5), 5n],
    [{ kind: 'int32' }, new Double(5), new Int32(5)],
    [{ kind: 'double' }, new Int32(5), new Double(5)],
    [{ kind: 'array', of: { kind: 'number' } }, [new Double(5)], [5]],
    [{ kind: 'map', of: { kind: 'bigint' } }, { a: new Int32(5) }, { a: 5n }],
  ])('holds for the same number, whatever its BSON type: %j', (type, before, after) => {
    expect(isSame(type, stored(before), after)).toBe(true);
  });

  test('does not hold for another order of the entries of a map', () => {
    const type: FieldType = { kind: 'map', of: { kind: 'number' } };
    expect(isSame(type, { a: 1, b: 2 }, { b: 2, a: 1 })).toBe(false);
    expect(
      isSame(
        type,
        stored(
          new Map([
            ['b', 1],
            ['5', 2],
          ]),
        ),
        stored(
          new Map([
            ['5', 2],
            ['b', 1],
          ]),
        ),
      ),
    ).toBe(false);
  });
});
