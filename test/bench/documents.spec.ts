import { describe, expect, test } from 'vitest';
import { BSON, ObjectId } from 'mongodb';
import { person } from '../../bench/documents/person.js';
import { assertValues } from '../../bench/documents/shape.js';

describe('A document of the benchmark', () => {
  test('is as big as it says', () => {
    for (const number of [0, 7, 99_999]) {
      const size = BSON.calculateObjectSize({ _id: new ObjectId(), ...person.makeValues(number) });

      expect(size).toBeGreaterThanOrEqual(320);
      expect(size).toBeLessThanOrEqual(340);
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
