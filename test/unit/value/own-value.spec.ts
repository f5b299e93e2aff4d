import { describe, expect, test } from 'vitest';
import { isObject, ownValue } from '../../../lib/value/own-value.js';

describe('ownValue', () => {
  test('is what a key holds, and nothing of a prototype', () => {
    expect(ownValue({ a: 1 }, 'a')).toBe(1);
    expect(ownValue({ a: 1 }, 'constructor')).toBeUndefined();
    expect(ownValue({ constructor: 1 }, 'constructor')).toBe(1);
    expect(ownValue(Object.create(null) as Record<string, unknown>, 'toString')).toBeUndefined();
  });
});

describe('isObject', () => {
  test.each<[unknown, boolean]>([
    [{}, true],
    [Object.create(null), true],
    [new Date(), true],
    [[], false],
    [null, false],
    [undefined, false],
    ['text', false],
    [() => undefined, false],
  ])('row %#', (value, expected) => {
    expect(isObject(value)).toBe(expected);
  });
});
