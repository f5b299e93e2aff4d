import { describe, expect, test } from '@jest/globals';
import { BSON, ObjectId } from 'mongodb';
import { bigOrder, smallOrder } from '../../bench/documents/order.js';
import { person } from '../../bench/documents/person.js';
import { assertValues } from '../../bench/documents/shape.js';
import { tiny } from '../../bench/documents/tiny.js';

describe('A document of the benchmark', () => {
  test.each([
    [tiny, 30, 35],
    [person, 320, 340],
    [smallOrder, 2_900, 3_100],
    [bigOrder, 290_000, 310_000],
  ])('is as big as it says: $size', (shape, from, to) => {
    for (const number of [0, 7, 99_999]) {
      const size = BSON.calculateObjectSize({ _id: new ObjectId(), ...shape.makeValues(number) });

      expect(size).toBeGreaterThanOrEqual(from);
      expect(size).toBeLessThanOrEqual(to);
    }
  });
});

describe('assertValues', () => {
  const values = { bornAt: new Date(0), address: { city: 'London' }, tags: ['a', 'b'], count: 1 };

  test('accepts the same values, whatever else is there', () => {
    expect(() => assertValues({ ...values, _id: 1 }, values)).not.toThrow();
  });

  test.each([
    ['count', { ...values, count: 2 }],
    ['bornAt', { ...values, bornAt: new Date(1) }],
    ['bornAt', { ...values, bornAt: '1970-01-01' }],
    ['address.city', { ...values, address: { city: 'Paris' } }],
    ['address', { ...values, address: undefined }],
    ['tags', { ...values, tags: ['a', 'b', 'c'] }],
    ['tags.1', { ...values, tags: ['a', 'c'] }],
  ])('names what differs: %s', (path, document) => {
    expect(() => assertValues(document, values)).toThrow(`the document.${path} is`);
  });
});
