import { describe, expect, test } from '@jest/globals';
import { Binary, Int32, ObjectId, UUID } from 'mongodb';
import { bsonTag } from '../../../lib/codec/codec.js';

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
