import { expect, test } from 'vitest';
import { millisecondsOf } from '../../../lib/value/duration.js';

test.each<[unknown, number]>([
  [1, 1],
  [1500, 1500],
  [0.6, 1],
  ['500ms', 500],
  ['60s', 60_000],
  ['1.5s', 1500],
  ['5m', 300_000],
  ['2h', 7_200_000],
  ['1d', 86_400_000],
])('%j is a duration of %d ms', (given, milliseconds) => {
  expect(millisecondsOf(given)).toBe(milliseconds);
});

test.each<[unknown]>([
  ...[0, -1, 0.4, NaN, Infinity, 1e300, '', '60', 's', '0s', '-1s', '1e3s', '60 s', ' 60s', '60S'].map(
    (each): [unknown] => [each],
  ),
  ...['60sec', '1h30m', `${'9'.repeat(30)}s`, null, undefined, true, [60], { ms: 60 }, new Date(60), 60n].map(
    (each): [unknown] => [each],
  ),
])('%O is none', (given) => {
  expect(millisecondsOf(given)).toBeUndefined();
});
