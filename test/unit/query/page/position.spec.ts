import { describe, expect, test } from 'vitest';
import { BSON, Double, Long, ObjectId } from 'mongodb';
import { positionOf } from '../../../../lib/query/page/position.js';
import type { SortKey } from '../../../../lib/query/page/sort-keys.js';

const id = new ObjectId();
const idKey: SortKey = { keyPath: '_id', direction: 1, kind: 'objectId', isId: true };
const place = (keyPath: string, stored: object, kind: SortKey['kind'] = 'number') =>
  positionOf(
    [{ keyPath, direction: 1, kind, isId: false }, idKey],
    Buffer.from(BSON.serialize({ _id: id, ...stored })),
  );

describe('positionOf', () => {
  test.each<[string, object, unknown]>([
    ['a number', { k: 7 }, 7],
    ['a whole double', { k: new Double(7) }, 7],
    ['a Long', { k: Long.fromNumber(7) }, 7n],
    ['null', { k: null }, null],
    ['nothing', {}, null],
  ])('gives %s', (_, stored, value) => {
    expect(place('k', stored)).toEqual([value, id]);
  });

  test.each<[string, object, unknown]>([
    ['a value', { k: { l: 7 } }, 7],
    ['null above it', { k: null }, null],
    ['nothing above it', {}, null],
    ['a number above it', { k: 3 }, null],
  ])('gives what is under a path: %s', (_, stored, value) => {
    expect(place('k.l', stored)).toEqual([value, id]);
  });

  test.each<[string, object]>([
    ['text for a number', { k: { l: '7' } }],
    ['an array', { k: { l: [7] } }],
    ['an array above it', { k: [{ l: 7 }] }],
    ['an operator', { k: { l: { $gt: 7 } } }],
    ['an id that is null', { k: { l: 7 }, _id: null }],
  ])('gives nothing for %s', (_, stored) => {
    expect(place('k.l', stored)).toBeUndefined();
  });
});
