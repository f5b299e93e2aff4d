import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Document as Stored } from 'mongodb';
import { ObjectId } from 'mongodb';
import {
  allOf,
  and,
  between,
  bitsAllSet,
  contains,
  DeletedAt,
  Document,
  elemMatch,
  EmbeddedDocument,
  endsWith,
  exists,
  Field,
  GeoPoint,
  GeoPolygon,
  gt,
  gte,
  Id,
  intersects,
  lt,
  mapOf,
  matches,
  mod,
  near,
  noneOf,
  nor,
  not,
  or,
  raw,
  size,
  startsWith,
  typeOf,
  within,
  withinCircle,
} from 'nestjs-documents';
import type { DocumentFilter, DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Line {
  @Field({ key: 's' }) sku!: string;
  @Field({ key: 'n' }) count!: number;
}

@Document({ collection: 'shops' })
class Shop {
  @Id() id!: number;
  @Field({ key: 'nm' }) name!: string;
  @Field(() => Number, { key: 'a' }) age?: number | null;
  @Field() openedAt?: Date;
  @Field(() => BigInt) flags?: bigint;
  @Field(() => [String], { key: 't' }) tags: string[] = [];
  @Field(() => [Number]) scores: number[] = [];
  @Field(() => [Line], { key: 'l' }) lines: Line[] = [];
  @Field(() => mapOf(Number), { key: 'm' }) stock = new Map<string, number>();
  @Field({ key: 'p' }) place?: GeoPoint;
  @Field(() => ObjectId) ownerId?: ObjectId;
  @DeletedAt() deletedAt?: Date;
}

const names = ['Ada', 'ada lovelace', 'Bob', 'Ad.m', 'Zoë\n', 'Zoë'] as const;
const owner = (number: number): string => `64b0000000000000000000${String(number).padStart(2, '0')}`;

/** A hundred shops: some with null, some without a value. */
const stored: readonly Stored[] = Array.from({ length: 100 }, (_, number) => ({
  _id: number as never,
  nm: names[number % 6],
  ...(number % 7 !== 0 && { a: number % 5 === 0 ? null : number }),
  openedAt: new Date(Date.UTC(2020, number % 12, 1)),
  flags: BigInt(number % 8),
  t: ['x', 'y', 'z'].slice(0, number % 4),
  scores: [number % 10, number % 3],
  l: [
    { s: 'a', n: number % 4 },
    { s: 'b', n: number % 6 },
  ],
  m: { vienna: number },
  p: { type: 'Point', coordinates: [number / 10, number / 20] },
  ownerId: new ObjectId(owner(number % 3)),
  ...(number >= 90 && { deletedAt: new Date(0) }),
}));

const square = new GeoPolygon([
  [
    [-1, -1],
    [3.05, -1],
    [3.05, 3],
    [-1, 3],
    [-1, -1],
  ],
]);
const geometry = { type: 'Polygon', coordinates: square.coordinates };

describe('A filter', () => {
  let app: IntegrationApp;
  let shops: DocumentRepository<Shop>;

  beforeAll(async () => {
    app = await openApp([Shop]);
    shops = app.repository(Shop);
    await app.db.collection('shops').insertMany([...stored]);
    await app.db
      .collection('shops')
      .createIndexes([{ key: { p: '2dsphere' } }, { key: { nm: 1 } }, { key: { a: 1 } }]);
  });
  afterAll(() => app.close());

  const idsOf = async (filter: DocumentFilter<Shop>): Promise<number[]> =>
    (await shops.find(filter).sort({ id: 1 }).toArray()).map(({ id }) => id);
  const expectedIds = async (filter: Stored): Promise<unknown[]> =>
    (
      await app.db
        .collection('shops')
        .find({ $and: [filter, { deletedAt: null }] })
        .sort({ _id: 1 })
        .toArray()
    ).map(({ _id }) => _id as unknown);

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
    ['within', { place: within(square) }, { p: { $geoWithin: { $geometry: geometry } } }, 31],
    ['intersects', { place: intersects(square) }, { p: { $geoIntersects: { $geometry: geometry } } }, 31],
    [
      'withinCircle',
      { place: withinCircle(new GeoPoint([0, 0]), 200_000) },
      { p: { $geoWithin: { $centerSphere: [[0, 0], 200_000 / 6_378_100] } } },
      17,
    ],
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
    const ids = await idsOf(filter);

    expect(ids).toEqual(await expectedIds(handWritten));
    expect(ids).toHaveLength(count);
    expect(await shops.count(filter)).toBe(count);
  });

  test.each<[string, DocumentFilter<Shop>, string, number]>([
    ['a prefix', { name: startsWith('Ad') }, 'nm_1', 45],
    ['a range', { age: between(10, 12) }, 'a_1', 5],
    ['alternatives of a range', { age: or(lt(3), gt(88)) }, 'a_1', 8],
  ])('bounds the keys of an index by %s', async (_name, filter, hint, most) => {
    const [sent] = await app.commandsOf(() => shops.find(filter).toArray());
    // A server may prefer to read so few documents without an index.
    const plan = await app.db.command({
      explain: { find: 'shops', filter: sent?.command['filter'] as Stored, hint },
      verbosity: 'executionStats',
    });

    expect((plan['executionStats'] as Stored)['totalKeysExamined']).toBeLessThanOrEqual(most);
  });

  test('sorts by the distance', async () => {
    const nearest = await shops
      .find({ place: near(new GeoPoint([5.02, 2.5]), { maxDistance: 12_000 }) })
      .toArray();
    expect(nearest.map(({ id }) => id)).toEqual([50, 51]);
  });

  test('leaves soft-deleted documents out in groups and raw filters, and finds them on request', async () => {
    const filter = or<Shop>({ id: 95 }, raw({ _id: 5 }));
    expect(await idsOf(filter)).toEqual([5]);
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
