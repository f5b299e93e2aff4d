import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Document as Stored } from 'mongodb';
import {
  GeoPoint,
  GeoPolygon,
  intersects,
  InvalidQueryError,
  near,
  within,
  withinCircle,
} from 'nestjs-documents';
import type { DocumentFilter, DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { idsByDriver, idsOf, Shop, stored } from './shops.js';

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

describe('A filter of geometry', () => {
  let app: IntegrationApp;
  let shops: DocumentRepository<Shop>;

  beforeAll(async () => {
    app = await openApp([Shop]);
    shops = app.repository(Shop);
    await app.db.collection('shops').insertMany([...stored]);
    await app.db.collection('shops').createIndex({ p: '2dsphere' });
  });
  afterAll(() => app.close());

  test.each<[string, DocumentFilter<Shop>, Stored, number]>([
    ['within', { place: within(square) }, { p: { $geoWithin: { $geometry: geometry } } }, 31],
    ['intersects', { place: intersects(square) }, { p: { $geoIntersects: { $geometry: geometry } } }, 31],
    [
      'withinCircle',
      { place: withinCircle(new GeoPoint([0, 0]), 200_000) },
      { p: { $geoWithin: { $centerSphere: [[0, 0], 200_000 / 6_378_100] } } },
      17,
    ],
  ])('finds by %s what the driver finds', async (_name, filter, handWritten, count) => {
    const ids = await idsOf(shops, filter);

    expect(ids).toEqual(await idsByDriver(app, handWritten));
    expect(ids).toHaveLength(count);
  });

  test('sorts by the distance', async () => {
    const nearest = await shops
      .find({ place: near(new GeoPoint([5.02, 2.5]), { maxDistance: 12_000 }) })
      .toArray();
    expect(nearest.map(({ id }) => id)).toEqual([50, 51]);
  });

  test('refuses to count by the distance, and sends nothing', async () => {
    const filter = { place: near(new GeoPoint([5, 2])) };
    const sent = await app.commandsOf(async () => {
      await expect(shops.count(filter)).rejects.toThrow('Use withinCircle(...)');
      await expect(shops.exists(filter)).rejects.toThrow(InvalidQueryError);
      await expect(shops.find(filter).page({ number: 1, size: 5 })).rejects.toThrow(InvalidQueryError);
    });
    expect(sent).toEqual([]);
  });
});
