import { describe, expect, test } from 'vitest';
import { pauseAfter } from '../../../../lib/transaction/commit/back-off.js';

describe('The pause after an attempt', () => {
  test.each([
    [1, 5],
    [2, 7.5],
    [3, 11.25],
    [12, 432.48779296875],
    [13, 500],
    [10_000, 500],
  ])('after attempt %d is at most %d ms', (attempt, most) => {
    expect(pauseAfter(attempt, () => 1)).toBe(most);
  });

  test.each([
    [0, 0],
    [0.5, 2.5],
    [0.25, 1.25],
  ])('is a random part of that: with %d it is %d ms', (random, pause) => {
    expect(pauseAfter(1, () => random)).toBe(pause);
  });

  test('is another one each time', () => {
    expect(new Set(Array.from({ length: 20 }, () => pauseAfter(13))).size).toBeGreaterThan(1);
  });
});
