import { describe, expect, test } from 'vitest';
import { ReadPreference } from 'mongodb';
import { isPrimary, optionChecks } from '../../../../lib/driver/command/check-options.js';

describe('A collation', () => {
  test.each<[object, boolean]>([
    [{ locale: 'en' }, true],
    [{ locale: 'en', strength: 2, caseLevel: true, caseFirst: 'off', numericOrdering: true }, true],
    [{ strength: 2 }, false],
    [{ locale: 'en', strength: '2' }, false],
    [{ locale: 'en', toString: 'x' }, false],
    [[], false],
  ])('%j: %j', (value, expected) => {
    expect(optionChecks.collation[0](value)).toBe(expected);
  });
});

test('a read preference is a mode, or one of the driver', () => {
  expect(
    ['nearest', new ReadPreference('secondary'), 'any', { mode: 'nearest' }, undefined].map(
      optionChecks.readPreference[0],
    ),
  ).toEqual([...[true, true, false, false, false]]);
  expect(
    ['primary', ReadPreference.primary, 'primaryPreferred', ReadPreference.nearest].map((each) =>
      isPrimary(each),
    ),
  ).toEqual([...[true, true, false, false]]);
});
