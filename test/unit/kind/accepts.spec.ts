import { describe, expect, test } from 'vitest';
import {
  Binary,
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
import type { ScalarKind } from '../../../lib/schema/kind-declarations.js';
import { scalarKinds } from '../../../lib/kind/kinds.js';
import { isStorableKey } from '../../../lib/value/storable.js';

const isOfKind = (kind: ScalarKind, value: unknown): boolean => scalarKinds[kind].accepts(value);

class Point {
  x = 1;
}
const id = new ObjectId();
const uuid = new UUID();
const binary = new Binary(Buffer.from('x'));
const decimal = Decimal128.fromString('1.5');
const date = new Date(0);
const half = '🎉'.slice(0, 1);
const claims = (tag: string): unknown =>
  JSON.parse(`{"_bsontype": "${tag}", "sub_type": 4, "toHexString": 1}`);
const cyclic: unknown[] = [];
cyclic.push(cyclic, cyclic);

const table: Record<ScalarKind, { good: unknown[]; bad: unknown[] }> = {
  string: {
    good: ['', 'a', '🎉', '\ufffd'],
    bad: [half, 'a\udf89b', 1, true, {}, [], Symbol('a'), Object('a')],
  },
  number: {
    good: [0, -0, 1.5, Infinity, -Infinity, Number.MAX_SAFE_INTEGER],
    bad: [NaN, 1n, '1', date, new Int32(1), {}],
  },
  int32: {
    good: [0, -0, 2 ** 31 - 1, -(2 ** 31)],
    bad: [2 ** 31, -(2 ** 31) - 1, 1.5, NaN, Infinity, 1n, '1', new Int32(1)],
  },
  double: { good: [0, 1.5, 2 ** 40, Infinity], bad: [NaN, 1n, '1', new Double(1)] },
  bigint: {
    good: [0n, 2n ** 63n - 1n, -(2n ** 63n)],
    bad: [2n ** 63n, -(2n ** 63n) - 1n, 1, '1', Long.fromNumber(1)],
  },
  boolean: { good: [true, false], bad: [0, 1, 'true', Object(true), {}] },
  date: { good: [date], bad: [new Date(NaN), 0, '2020-01-01', {}] },
  objectId: { good: [id], bad: [id.toHexString(), uuid, {}, claims('ObjectId'), Object.create(null)] },
  binary: { good: [binary, uuid], bad: [Buffer.from('x'), claims('Binary'), 'x', id] },
  buffer: {
    good: [Buffer.from('x'), new Uint8Array(2)],
    bad: [binary, [1], 'x', new ArrayBuffer(2), new Uint16Array(2)],
  },
  uuid: { good: [uuid], bad: [uuid.toString(), binary, new Binary(uuid.buffer, 4), claims('Binary'), id] },
  decimal128: { good: [decimal], bad: ['1.5', 1.5, claims('Decimal128')] },
  any: {
    good: [
      'a',
      1,
      1n,
      true,
      date,
      id,
      uuid,
      binary,
      decimal,
      Buffer.from('x'),
      /a/i,
      Long.fromNumber(1),
      new Int32(1),
      new Timestamp({ t: 1, i: 1 }),
      new MinKey(),
      new MaxKey(),
      new Code('x'),
      new Code('x', { a: '🎉' }),
      new BSONSymbol('🎉'),
      new BSONRegExp('🎉', 'i'),
      new DBRef('c', id),
      new DBRef('c', id, 'd'),
      [],
      {},
      { a: undefined, b: null },
      [null, [1]],
      { a: { b: [{ c: 1 }] } },
      Object.create(null),
      { constructor: 1, toString: 'x', '': 1, 'a.b': 1 },
    ],
    bad: [
      NaN,
      2n ** 63n,
      Symbol('a'),
      () => {},
      new Date(NaN),
      new Point(),
      new Map(),
      new Set(),
      [undefined],
      Array(1),
      { a: NaN },
      [[new Point()]],
      { $gt: 1 },
      [{ a: { $where: 'x' } }],
      { 'a\0': 1 },
      JSON.parse('{"__proto__": {}}'),
      claims('ObjectId'),
      { a: [claims('Binary')] },
      cyclic,
      Promise.resolve(),
      half,
      [[half]],
      { a: half },
      { [half]: 1 },
      new RegExp(half),
      new BSONRegExp(half),
      new BSONSymbol(half),
      new Code(half),
      new Code('x', { a: half }),
      new DBRef(half, id),
      new DBRef('c', id, half),
      new DBRef('c', id, 'd', { a: half }),
    ],
  },
};

const rows = Object.entries(table).flatMap(([kind, { good, bad }]) => [
  ...good.map((value, index) => [kind, 'good', index, value, true] as const),
  ...bad.map((value, index) => [kind, 'bad', index, value, false] as const),
]);

describe('a value of a field of kind', () => {
  test.each(rows)('%s, %s value %i', (kind, _quality, _index, value, expected) => {
    expect(isOfKind(kind as ScalarKind, value)).toBe(expected);
  });

  test('any is nested 100 levels and no deeper', () => {
    const nested = (levels: number): unknown => {
      let value: unknown = 1;
      for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
      return value;
    };
    expect(isOfKind('any', nested(100))).toBe(true);
    expect(isOfKind('any', nested(101))).toBe(false);
    expect(isOfKind('any', nested(100_000))).toBe(false);
  });
});

describe('isStorableKey', () => {
  test.each(['', 'a', 'a.b', '0', 'constructor', 'toString', 'a$', 'prototype', '_id', '🎉'])(
    'takes %j',
    (key) => {
      expect(isStorableKey(key)).toBe(true);
    },
  );

  test.each(['$', '$a', '\0', 'a\0b', '__proto__', '_bsontype', half])('refuses %j', (key) => {
    expect(isStorableKey(key)).toBe(false);
  });
});
