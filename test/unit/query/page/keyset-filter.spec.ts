import { describe, expect, test } from 'vitest';
import { Decimal128, ObjectId } from 'mongodb';
import { filterBehind } from '../../../../lib/query/page/keyset-filter.js';
import type { SortKey } from '../../../../lib/query/page/sort-keys.js';

const id = new ObjectId();
const key = (keyPath: string, direction: 1 | -1, kind: SortKey['kind'] = 'string'): SortKey => ({
  ...{ keyPath, direction, kind, isId: keyPath === '_id' },
});
const idKey = (direction: 1 | -1): SortKey => key('_id', direction, 'objectId');

describe('filterBehind', () => {
  test('is one range for the id alone', () => {
    expect(filterBehind([idKey(1)], [id])).toEqual({ _id: { $gt: id } });
    expect(filterBehind([idKey(-1)], [id])).toEqual({ _id: { $lt: id } });
  });

  test('ascending is a range of the first path, and a branch for each path', () => {
    expect(filterBehind([key('k', 1), key('l.m', 1), idKey(1)], ['a', 'b', id])).toEqual({
      k: { $gte: 'a' },
      $or: [
        { k: { $gt: 'a' } },
        { k: { $eq: 'a' }, 'l.m': { $gt: 'b' } },
        { k: { $eq: 'a' }, 'l.m': { $eq: 'b' }, _id: { $gt: id } },
      ],
    });
  });

  test('descending includes null and absent, which come last', () => {
    expect(filterBehind([key('k', -1), idKey(-1)], ['a', id])).toEqual({
      k: { $not: { $gt: 'a' } },
      $or: [{ k: { $lt: 'a' } }, { k: { $eq: null } }, { k: { $eq: 'a' }, _id: { $lt: id } }],
    });
  });

  test('behind null ascending are all other values', () => {
    expect(filterBehind([key('k', 1), idKey(1)], [null, id])).toEqual({
      $or: [{ k: { $ne: null } }, { k: { $eq: null }, _id: { $gt: id } }],
    });
  });

  test('behind null descending are further nulls only', () => {
    expect(filterBehind([key('k', -1), idKey(-1)], [null, id])).toEqual({
      ...{ k: { $eq: null }, _id: { $lt: id } },
    });
  });

  test('keeps to null in the first path where later ones decide', () => {
    expect(filterBehind([key('k', -1), key('l', 1), idKey(1)], [null, 'b', id])).toEqual({
      k: { $eq: null },
      $or: [
        { k: { $eq: null }, l: { $gt: 'b' } },
        { k: { $eq: null }, l: { $eq: 'b' }, _id: { $gt: id } },
      ],
    });
  });

  test('behind a number descending are NaN and null, too', () => {
    expect(filterBehind([key('k', -1, 'number'), idKey(-1)], [7, id])).toEqual({
      k: { $not: { $gt: 7 } },
      $or: [{ k: { $lt: 7 } }, { k: { $in: [null, NaN] } }, { k: { $eq: 7 }, _id: { $lt: id } }],
    });
  });

  test.each([NaN, Decimal128.fromString('NaN')])('behind %s ascending are all numbers', (value) => {
    expect(filterBehind([key('k', 1, 'decimal128'), idKey(1)], [value, id])).toEqual({
      $or: [{ k: { $gte: -Infinity } }, { k: { $eq: value }, _id: { $gt: id } }],
    });
  });

  test('behind NaN descending is null', () => {
    expect(filterBehind([key('k', -1, 'double'), idKey(-1)], [NaN, id])).toEqual({
      k: { $in: [null, NaN] },
      $or: [{ k: { $eq: null } }, { k: { $eq: NaN }, _id: { $lt: id } }],
    });
  });

  test('descending by an id in front needs no null', () => {
    expect(filterBehind([idKey(-1), key('k', 1)], [id, 'a'])).toEqual({
      _id: { $lte: id },
      $or: [{ _id: { $lt: id } }, { _id: { $eq: id }, k: { $gt: 'a' } }],
    });
  });
});
