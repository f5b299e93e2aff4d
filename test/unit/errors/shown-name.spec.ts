import { describe, expect, test } from 'vitest';
import { isShownPath, shownName, shownPath, shownText } from '../../../lib/errors/shown-name.js';

describe('shownName', () => {
  test.each([
    'en',
    'street_2',
    'größe',
    '__proto__',
    '12',
    '64b0000000000000000000ff',
    '0B9C2E3A-7C1F-4B6E-9D2A-1F2E3D4C5B6A',
    'x'.repeat(80),
  ])('shows what looks like a name, an index or an id: %s', (name) => {
    expect(shownName(name)).toBe(name);
  });

  test.each([
    ['ada@example.org', '(15 characters)'],
    ['a b', '(3 characters)'],
    ['a.b', '(3 characters)'],
    ['a\nb', '(3 characters)'],
    ['a\n', '(2 characters)'],
    ['$gt', '(3 characters)'],
    ['', '(0 characters)'],
    ['-', '(1 character)'],
    ['e-mail', '(6 characters)'],
    ['+49123456', '(9 characters)'],
    ['4111111111111111', '(16 characters)'],
    ['x'.repeat(81), '(81 characters)'],
    ['x'.repeat(1_000_000), '(1000000 characters)'],
  ])('shows only the length of others', (name, expected) => {
    expect(shownName(name)).toBe(expected);
  });
});

describe('shownPath', () => {
  test.each([
    ['others.1.street', 'others.1.street'],
    ['scores.ada@example', 'scores.(11 characters)'],
    ['', '(0 characters)'],
    ['a.'.repeat(50), '(100 characters)'],
  ])('shows each name by itself: %s', (path, expected) => {
    expect(shownPath(path)).toBe(expected);
  });
});

describe('isShownPath', () => {
  test.each([
    ['others.1.street', true],
    ['scores.ada@example', false],
    ['a.'.repeat(50), false],
    [5, false],
  ])('%O: %O', (path, expected) => {
    expect(isShownPath(path)).toBe(expected);
  });
});

describe('shownText', () => {
  test('is on one line, and no longer than it may be', () => {
    expect(shownText('a\n\tb\u2028c\u0000d', 20)).toBe('a b c d');
    expect(shownText('abc', 3)).toBe('abc');
    expect(shownText('abcd', 3)).toBe('ab…');
    expect(shownText('x'.repeat(1_000_000), 10)).toBe('xxxxxxxxx…');
  });
});
