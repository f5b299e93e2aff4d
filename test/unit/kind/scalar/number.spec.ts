import { describe, expect, test } from 'vitest';
import { BSON } from 'mongodb';
import { mismatch } from '../../../../lib/kind/kind.js';
import type { Scalar } from '../../../../lib/kind/scalar-kind.js';
import { doubleKind } from '../../../../lib/kind/scalar/double.js';
import { int32Kind } from '../../../../lib/kind/scalar/int32.js';
import { bigintKind } from '../../../../lib/kind/scalar/bigint.js';
import { numberKind } from '../../../../lib/kind/scalar/number.js';

/** The BSON type that a value is stored as. */
function storedType(kind: Scalar, value: unknown): string | undefined {
  const types = new Map([
    [1, 'double'],
    [16, 'int'],
    [18, 'long'],
  ]);
  return types.get(BSON.serialize({ v: kind.encode(value as never) })[4] ?? 0);
}

describe('a number is stored', () => {
  test.each<[string, unknown, string, Scalar]>([
    ['number', 5, 'int', numberKind],
    ['number', 2 ** 31, 'double', numberKind],
    ['number', 1.5, 'double', numberKind],
    ['number', -0, 'double', numberKind],
    ['int32', 5, 'int', int32Kind],
    ['double', 5, 'double', doubleKind],
    ['bigint', 5n, 'long', bigintKind],
  ])('from a field of type %s, %O as %s', (_kind, value, expected, codec) => {
    expect(storedType(codec, value)).toBe(expected);
  });
});

describe('numberKind', () => {
  test.each([2n ** 53n, -(2n ** 53n), 2n ** 53n + 1n])(
    'does not decode the Long %O, which no number can tell',
    (long) => {
      expect(numberKind.decode(long)).toBe(mismatch);
    },
  );

  test('decodes the largest Long that a number can tell', () => {
    expect(numberKind.decode(2n ** 53n - 1n)).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('bigintKind', () => {
  test.each([1.5, 2 ** 53, NaN, Infinity])('does not decode the double %O', (double) => {
    expect(bigintKind.decode(double)).toBe(mismatch);
  });
});
