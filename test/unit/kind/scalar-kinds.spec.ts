import { describe, expect, test } from 'vitest';
import { Binary, BSON, Decimal128, Long, ObjectId, UUID } from 'mongodb';
import fc from 'fast-check';
import { mismatch } from '../../../lib/kind/kind.js';
import { scalarKinds } from '../../../lib/kind/kinds.js';
import type { ScalarKind } from '../../../lib/schema/kind-declarations.js';

const isOfKind = (kind: ScalarKind, value: unknown): boolean => scalarKinds[kind].accepts(value);

/** A value through its codec, the driver's bytes, and back. */
function throughBytes(kind: ScalarKind, value: unknown): unknown {
  const codec = scalarKinds[kind];
  const bytes = BSON.serialize({ value: codec.encode(value as never) }, { ignoreUndefined: false });
  return codec.decode(BSON.deserialize(bytes, { useBigInt64: true })['value']);
}

const id = new ObjectId('65a000000000000000000001');
const uuid = new UUID('01234567-89ab-4def-8123-456789abcdef');
const stored: Record<string, unknown> = {
  text: 'a',
  int: 5,
  double: 1.5,
  long: 5n,
  hugeLong: 2n ** 60n,
  boolean: true,
  date: new Date(5),
  invalidDate: new Date(NaN),
  objectId: id,
  bytes: new Binary(Buffer.from('ab')),
  otherBytes: new Binary(Buffer.from('ab'), 128),
  uuid,
  shortUuid: new Binary(Buffer.from('ab'), 4),
  decimal: Decimal128.fromString('1.50'),
  array: ['a'],
  object: { a: 1 },
  claim: { _bsontype: 'ObjectId' },
  pattern: /a/,
};

const fitting: Record<Exclude<ScalarKind, 'any'>, Record<string, unknown>> = {
  string: { text: 'a' },
  number: { int: 5, double: 1.5, long: 5 },
  int32: { int: 5 },
  double: { int: 5, double: 1.5, long: 5 },
  bigint: { int: 5n, long: 5n, hugeLong: 2n ** 60n },
  boolean: { boolean: true },
  date: { date: new Date(5) },
  objectId: { objectId: id },
  binary: {
    bytes: new Binary(Buffer.from('ab')),
    otherBytes: new Binary(Buffer.from('ab'), 128),
    uuid: new Binary(uuid.buffer, 4),
    shortUuid: new Binary(Buffer.from('ab'), 4),
  },
  buffer: { bytes: Buffer.from('ab') },
  uuid: { uuid },
  decimal128: { decimal: Decimal128.fromString('1.50') },
};

describe('a codec decodes', () => {
  const rows = Object.entries(fitting).flatMap(([kind, values]) =>
    Object.keys(stored).map((name) => [kind, name, name in values ? values[name] : mismatch] as const),
  );

  test.each(rows)('for %s what is stored as %s, or says that it does not fit', (kind, name, expected) => {
    expect(scalarKinds[kind as ScalarKind].decode(stored[name])).toStrictEqual(expected);
  });
});

describe('a value comes back from bytes as it was', () => {
  const double = fc.double({ noNaN: true });
  const bytes = fc.uint8Array({ maxLength: 40 });
  const values: Record<ScalarKind, fc.Arbitrary<unknown>> = {
    string: fc.string({ unit: 'grapheme' }),
    number: fc.oneof(double, fc.integer(), fc.constantFrom(-0, 2 ** 31, -(2 ** 53), 5e-324)),
    int32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    double: fc.oneof(double, fc.integer()),
    bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    boolean: fc.boolean(),
    date: fc.date({ noInvalidDate: true }),
    objectId: fc.uint8Array({ minLength: 12, maxLength: 12 }).map((each) => new ObjectId(each)),
    binary: fc
      .tuple(bytes, fc.constantFrom(0, 1, 5, 7, 128, 255))
      .map(([each, type]) => new Binary(each, type)),
    buffer: bytes.map((each) => Buffer.from(each)),
    uuid: fc.uuid().map((each) => new UUID(each)),
    decimal128: fc
      .tuple(fc.bigInt({ min: -(10n ** 33n), max: 10n ** 33n }), fc.integer({ min: -6000, max: 6000 }))
      .map(([digits, exponent]) => Decimal128.fromString(`${digits.toString()}E${exponent}`)),
    any: fc.object({
      key: fc.string().filter((key) => !key.startsWith('$') && key !== '__proto__' && !key.includes('\0')),
      values: [
        fc.string({ unit: 'grapheme' }),
        double,
        fc.boolean(),
        fc.constant(null),
        fc.date({ noInvalidDate: true }),
      ],
      withNullPrototype: false,
    }),
  };

  test.each(Object.keys(values) as ScalarKind[])('%s', (kind) => {
    fc.assert(
      fc.property(values[kind], (value) => {
        fc.pre(isOfKind(kind, value));
        expect(throughBytes(kind, value)).toStrictEqual(value);
      }),
      { numRuns: 150 },
    );
  });
});

describe('any comes back from bytes', () => {
  test.each<[string, unknown]>([
    ['a bigint', 5n],
    ['an ObjectId', id],
    ['a UUID', uuid],
    ['a Decimal128', Decimal128.fromString('1')],
    ['a regular expression', /a/i],
    ['nulls and arrays', [null, [null, []]]],
    ['keys as of prototypes', { constructor: 1, toString: { valueOf: 2 } }],
  ])('with %s', (_title, value) => {
    expect(throughBytes('any', { value })).toStrictEqual({ value });
  });

  test('with a Buffer as Binary, and with a Long as bigint', () => {
    expect(throughBytes('any', { bytes: Buffer.from('a'), long: Long.fromNumber(5) })).toStrictEqual({
      bytes: new Binary(Buffer.from('a')),
      long: 5n,
    });
  });
});
