import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Document as Stored } from 'mongodb';
import { ObjectId } from 'mongodb';
import {
  allOf,
  and,
  between,
  bitsAllSet,
  contains,
  elemMatch,
  endsWith,
  exists,
  gt,
  gte,
  lt,
  matches,
  mod,
  noneOf,
  nor,
  not,
  or,
  raw,
  size,
  startsWith,
  typeOf,
} from 'nestjs-documents';
import type { DocumentFilter, DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { idsByDriver, idsOf, owner, Shop, stored } from './shops.js';

describe('A filter', () => {
  let app: IntegrationApp;
  let shops: DocumentRepository<Shop>;

  beforeAll(async () => {
    app = await openApp([Shop]);
    shops = app.repository(Shop);
    await app.db.collection('shops').insertMany([...stored]);
    await app.db.collection('shops').createIndex({ nm: 1 });
  });
  afterAll(() => app.close());

  test.each<[string, DocumentFilter<Shop>, Stored, number]>([
    ['gt', { age: gt(50) }, { a: { $gt: 50 } }, 28],
    ['gte and lt of one path', { age: and(gte(10), lt(20)) }, { a: { $gte: 10, $lt: 20 } }, 7],
    [
      'between dates',
      { openedAt: between(new Date(Date.UTC(2020, 2, 1)), new Date(Date.UTC(2020, 4, 1))) },
      { openedAt: { $gte: new Date(Date.UTC(2020, 2, 1)), $lte: new Date(Date.UTC(2020, 4, 1)) } },
      24,
    ],
    ['not of a range, absent ones too', { age: not(gt(50)) }, { a: { $not: { $gt: 50 } } }, 62],
    ['null and absent', { age: null }, { a: null }, 28],
    ['null apart from absent', { age: typeOf('null') }, { a: { $type: 'null' } }, 15],
    ['absent apart from null', { age: exists(false) }, { a: { $exists: false } }, 13],
    ['noneOf', { name: noneOf(['Ada', 'Bob']) }, { nm: { $nin: ['Ada', 'Bob'] } }, 60],
    ['mod', { age: mod(4, 1) }, { a: { $mod: [4, 1] } }, 15],
    ['bitsAllSet', { flags: bitsAllSet(5) }, { flags: { $bitsAllSet: 5 } }, 22],
    ['size', { tags: size(2) }, { t: { $size: 2 } }, 22],
    ['allOf', { tags: allOf(['x', 'y']) }, { t: { $all: ['x', 'y'] } }, 44],
    [
      'elemMatch',
      { lines: elemMatch({ sku: 'a', count: gte(3) }) },
      { l: { $elemMatch: { s: 'a', n: { $gte: 3 } } } },
      22,
    ],
    [
      'a path through elements, each on its own',
      { 'lines.sku': 'a', 'lines.count': 5 },
      { 'l.s': 'a', 'l.n': 5 },
      15,
    ],
    [
      'elemMatch of values',
      { scores: elemMatch(and(gt(5), lt(8))) },
      { scores: { $elemMatch: { $gt: 5, $lt: 8 } } },
      18,
    ],
    ['contains', { name: contains('d') }, { nm: /d/ }, 45],
    ['contains of what a pattern reads otherwise', { name: contains('d.') }, { nm: /d\./ }, 15],
    ['contains, ignoring case', { name: contains('ADA', { ignoreCase: true }) }, { nm: /ada/i }, 30],
    ['startsWith', { name: startsWith('Ad') }, { nm: /^Ad/ }, 30],
    ['endsWith, not before a line break', { name: endsWith('ë') }, { nm: 'Zoë' }, 15],
    ['matches', { name: matches(/^a.*e$/) }, { nm: /^a.*e$/ }, 15],
    ['not of a pattern', { name: not(startsWith('Z')) }, { nm: { $not: /^Z/ } }, 60],
    ['an entry of a map', { 'stock.vienna': lt(5) }, { 'm.vienna': { $lt: 5 } }, 5],
    ['an id as text', { ownerId: not(owner(0)) }, { ownerId: { $ne: new ObjectId(owner(0)) } }, 60],
    ['or', or({ name: 'Bob' }, { age: gt(80) }), { $or: [{ nm: 'Bob' }, { a: { $gt: 80 } }] }, 21],
    ['or on one path', { age: or(lt(5), gt(85)) }, { $or: [{ a: { $lt: 5 } }, { a: { $gt: 85 } }] }, 8],
    ['nor', nor({ name: 'Bob' }, { age: gt(10) }), { $nor: [{ nm: 'Bob' }, { a: { $gt: 10 } }] }, 28],
    [
      'groups in groups',
      and(or({ name: 'Bob' }, { name: 'Ada' }), or({ tags: 'x' }, { age: null })),
      { $and: [{ $or: [{ nm: 'Bob' }, { nm: 'Ada' }] }, { $or: [{ t: 'x' }, { a: null }] }] },
      21,
    ],
    [
      'raw',
      raw({ $or: [{ age: { $gt: 80 } }, { name: 'Bob' }] }),
      { $or: [{ a: { $gt: 80 } }, { nm: 'Bob' }] },
      21,
    ],
  ])('finds by %s what the driver finds', async (_name, filter, handWritten, count) => {
    const ids = await idsOf(shops, filter);

    expect(ids).toEqual(await idsByDriver(app, handWritten));
    expect(ids).toHaveLength(count);
    expect(await shops.count(filter)).toBe(count);
  });

  test('leaves soft-deleted documents out in groups and raw filters, and finds them on request', async () => {
    const filter = or<Shop>({ id: 95 }, raw({ _id: 5 }));
    expect(await idsOf(shops, filter)).toEqual([5]);
    expect((await shops.find(filter).withDeleted().sort({ id: 1 }).toArray()).map(({ id }) => id)).toEqual([
      5, 95,
    ]);
  });

  test('leaves out what is undefined, on request', async () => {
    const query: { name?: string; age?: number } = { name: 'Bob' };
    const filter = { name: query.name, age: gte(query.age) };
    expect(await shops.count(filter, { ignoreUndefined: true })).toBe(15);
    expect(await shops.exists({ name: undefined }, { ignoreUndefined: true })).toBe(true);
    expect((await shops.getOne(filter, { ignoreUndefined: true })).name).toBe('Bob');
    await expect(shops.count(filter)).rejects.toThrow('Its value is undefined');
    await expect(shops.deleteMany({ name: undefined }, { ignoreUndefined: true })).rejects.toThrow(
      'allowAll',
    );
  });
});
