import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../lib/source/evaluate.js';

describe('evaluate', () => {
  test('gives what the source returns, with the values by name', () => {
    expect(evaluate<number>('return a + b;', { a: 1, b: 2 })).toBe(3);
  });

  test('throws what is wrong with the source', () => {
    expect(() => evaluate('return (', {})).toThrow(SyntaxError);
  });
});
