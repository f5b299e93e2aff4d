import { describe, expect, test } from '@jest/globals';
import { isPromiseLike } from '../../../lib/errors/is-promise-like.js';

describe('isPromiseLike', () => {
  test.each<[unknown, boolean]>([
    [Promise.resolve(), true],
    [{ then: () => undefined }, true],
    [{ then: true }, false],
    [{}, false],
    [null, false],
    [undefined, false],
    ['then', false],
  ])('row %#', (value, expected) => {
    expect(isPromiseLike(value)).toBe(expected);
  });
});
