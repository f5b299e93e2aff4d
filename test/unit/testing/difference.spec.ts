import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { difference } from '../../../lib/testing/difference.js';

describe('difference', () => {
  test.each<[string, string[], string[], string]>([
    ['nothing', [], [], ''],
    ['equal lists', ['a', 'b'], ['a', 'b'], '    a\n    b'],
    ['what was not sent', ['a', 'b'], ['a'], '    a\n  - b (expected, not sent)'],
    ['what was not expected', ['b'], ['a', 'b'], '  + a (sent, not expected)\n    b'],
    [
      'another signal',
      ['a', 'b', 'c'],
      ['a', 'x', 'c'],
      '    a\n  - b (expected, not sent)\n  + x (sent, not expected)\n    c',
    ],
    [
      'another order',
      ['a', 'b'],
      ['b', 'a'],
      '  - a (expected, not sent)\n    b\n  + a (sent, not expected)',
    ],
    ['one sent twice', ['a'], ['a', 'a'], '    a\n  + a (sent, not expected)'],
    ['nothing sent', ['a', 'b'], [], '  - a (expected, not sent)\n  - b (expected, not sent)'],
    ['nothing expected', [], ['a'], '  + a (sent, not expected)'],
  ])('shows %s', (_title, expected, actual, shown) => {
    expect(difference(expected, actual)).toBe(shown);
  });

  test('holds both lists in their order', () => {
    const names = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 });
    fc.assert(
      fc.property(names, names, (expected, actual) => {
        const lines = difference(expected, actual)
          .split('\n')
          .filter((line) => line !== '');
        const namesWith = (...marks: string[]): string[] =>
          lines.filter((line) => marks.includes(line.slice(2, 4))).map((line) => line.charAt(4));
        expect(namesWith('  ', '- ')).toEqual(expected);
        expect(namesWith('  ', '+ ')).toEqual(actual);
      }),
      { numRuns: 200 },
    );
  });
});
