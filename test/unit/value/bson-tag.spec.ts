import { describe, expect, test } from 'vitest';
import { Binary, BSONSymbol, Double, Int32, Long, ObjectId, UUID } from 'mongodb';
import { bsonTag, unwrapped } from '../../../lib/value/bson-tag.js';

describe('bsonTag', () => {
  test.each<[unknown, string | undefined]>([
    [new ObjectId(), 'ObjectId'],
    [new Binary(Buffer.alloc(1)), 'Binary'],
    [new UUID(), 'Binary'],
    [new Int32(1), 'Int32'],
    [{}, undefined],
    ['text', undefined],
    [null, undefined],
    [undefined, undefined],
  ])('is that of the class: row %#', (value, expected) => {
    expect(bsonTag(value)).toBe(expected);
  });

  test('is not a stored key of that name', () => {
    expect(bsonTag({ _bsontype: 'ObjectId' })).toBeUndefined();
  });
});

describe('unwrapped', () => {
  test.each([
    [new Int32(5), 5],
    [new Double(1.5), 1.5],
    [new Double(-0), -0],
    [new BSONSymbol('a'), 'a'],
    [5, 5],
    [5n, 5n],
    ['a', 'a'],
    [null, null],
    [undefined, undefined],
  ])('is the number or text that is stored: row %#', (value, expected) => {
    expect(unwrapped(value)).toBe(expected);
  });

  test.each([Long.fromNumber(5), new ObjectId(), new Date(0), { _bsontype: 'Int32', value: 5 }])(
    'is any other value itself: row %#',
    (value) => {
      expect(unwrapped(value)).toBe(value);
    },
  );
});
