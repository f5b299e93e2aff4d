import { describe, expect, test } from 'vitest';
import { BSON, Long } from 'mongodb';
import { mismatch } from '../../../../lib/kind/kind.js';
import { dateKind } from '../../../../lib/kind/scalar/date.js';

describe('dateKind', () => {
  test('copies both ways', () => {
    const date = new Date(5);
    const made = [dateKind.encode(date as never), dateKind.decode(date)] as Date[];
    date.setTime(9);
    expect(made.map((each) => each.getTime())).toEqual([5, 5]);
  });

  test('does not decode a stored date that no Date can hold', () => {
    const bytes = BSON.serialize({ date: new Date(0) });
    Buffer.from(Long.MAX_VALUE.toBytesLE()).copy(bytes, bytes.length - 9);
    const { date } = BSON.deserialize(bytes) as { date: Date };
    expect(date.getTime()).toBeNaN();
    expect(dateKind.decode(date)).toBe(mismatch);
  });
});
