import { describe, expect, test } from '@jest/globals';
import { BSON } from 'mongodb';
import { mismatch } from '../../../../lib/kind/codec.js';
import type { Codec } from '../../../../lib/kind/codec.js';
import { doubleCodec } from '../../../../lib/kind/scalar/double.js';
import { int32Codec } from '../../../../lib/kind/scalar/int32.js';
import { longCodec } from '../../../../lib/kind/scalar/bigint.js';
import { numberCodec } from '../../../../lib/kind/scalar/number.js';

/** The BSON type that a value is stored as. */
function storedType(codec: Codec, value: unknown): string | undefined {
  const types = new Map([
    [1, 'double'],
    [16, 'int'],
    [18, 'long'],
  ]);
  return types.get(BSON.serialize({ v: codec.encode(value as never) })[4] ?? 0);
}

describe('a number is stored', () => {
  test.each<[string, unknown, string, Codec]>([
    ['number', 5, 'int', numberCodec],
    ['number', 2 ** 31, 'double', numberCodec],
    ['number', 1.5, 'double', numberCodec],
    ['number', -0, 'double', numberCodec],
    ['int32', 5, 'int', int32Codec],
    ['double', 5, 'double', doubleCodec],
    ['bigint', 5n, 'long', longCodec],
  ])('from a field of type %s, %p as %s', (_kind, value, expected, codec) => {
    expect(storedType(codec, value)).toBe(expected);
  });
});

describe('numberCodec', () => {
  test.each([2n ** 53n, -(2n ** 53n), 2n ** 53n + 1n])(
    'does not decode the Long %p, which no number can tell',
    (long) => {
      expect(numberCodec.decode(long)).toBe(mismatch);
    },
  );

  test('decodes the largest Long that a number can tell', () => {
    expect(numberCodec.decode(2n ** 53n - 1n)).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('longCodec', () => {
  test.each([1.5, 2 ** 53, NaN, Infinity])('does not decode the double %p', (double) => {
    expect(longCodec.decode(double)).toBe(mismatch);
  });
});
