import { describe, expect, test } from 'vitest';
import { enumValues, isStandardSchema } from '../../../../lib/schema/declare/constraints.js';

describe('enumValues', () => {
  test.each<[Record<string, string | number>, (string | number)[]]>([
    [{ A: 'a', B: 'b' }, ['a', 'b']],
    [{ '0': 'A', '-1': 'B', '1.5': 'C', A: 0, B: -1, C: 1.5 }, [0, -1, 1.5]],
    [{ '1': 'B', A: 'B', B: 1 }, ['B', 1]],
    [{ '1': 'one', '2': 'two' }, ['one', 'two']],
    [{}, []],
  ])('of %j are %j', (values, expected) => {
    expect(enumValues(values)).toEqual(expected);
  });
});

test('A Standard Schema is known by its key, also where it is a function', () => {
  const parts = { '~standard': { version: 1, vendor: 'test', validate: () => ({ value: 1 }) } } as const;
  expect([parts, Object.assign(() => true, parts), () => true].map(isStandardSchema)).toEqual([
    true,
    true,
    false,
  ]);
});
