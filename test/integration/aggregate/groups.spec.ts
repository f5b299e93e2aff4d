import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Decimal128 } from 'mongodb';
import { gte } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { ids, Order, storedOrders, token } from './world.js';

describe('Groups of an aggregation', () => {
  let world: IntegrationApp;
  let orders: DocumentRepository<Order>;

  beforeAll(async () => {
    world = await openApp([Order]);
    orders = world.repository(Order);
    await world.db.collection('orders').insertMany(storedOrders);
  });
  afterAll(() => world.close());

  test('group gives each key its name, null and absent alike, for one key and for several', async () => {
    const one = await orders
      .aggregate()
      .group({ city: 'city' }, (e) => ({ count: e.count() }))
      .sort({ city: 1 })
      .toArray();
    const two = await orders
      .aggregate()
      .group({ city: 'city', none: 'meta.none' }, (e) => ({ count: e.count() }))
      .sort({ city: 1 })
      .toArray();

    expect(one).toEqual([
      { city: null, count: 2 },
      { city: 'Rome', count: 2 },
    ]);
    expect(two).toEqual([
      { city: null, none: null, count: 2 },
      { city: 'Rome', none: null, count: 2 },
    ]);
  });

  test('stages behind a group by one key use the name that it was given', async () => {
    const cities = orders.aggregate().group({ city: 'city' }, (e) => ({ count: e.count() }));
    const sorted = cities.sort({ city: 'desc' }).skip(0).limit(1);

    expect(await sorted.toArray()).toEqual([{ city: 'Rome', count: 2 }]);
    expect(await sorted.first()).toEqual({ city: 'Rome', count: 2 });
    expect(await sorted.project({ where: 'city' }).toArray()).toEqual([{ where: 'Rome' }]);
    expect(await sorted.stage({ $project: { city: 1 } }).toArray()).toEqual([{ city: 'Rome' }]);
    expect(
      await orders
        .aggregate()
        .facet({ cities: (rows) => rows.sortByCount('city').sort({ value: 'desc' }).limit(1) })
        .toArray(),
    ).toEqual([{ cities: [{ value: 'Rome', count: 2 }] }]);
  });

  test('group decodes keys and accumulated values by their kinds', async () => {
    const rows = await orders
      .aggregate()
      .match({ customer: 'Ada' })
      .group({ team: 'teamId' }, (e) => ({
        token: e.first('token'),
        points: e.sum('points'),
        greatest: e.max('points'),
        cost: e.min('cost'),
        scores: e.push('scores'),
        lines: e.last('lines'),
        born: e.max('createdAt'),
        average: e.avg('points'),
        deviation: e.stdDevPop('scores.go'),
      }))
      .toArray();

    expect(rows).toEqual([
      {
        team: ids.red,
        token,
        points: 5n,
        greatest: 5n,
        cost: new Decimal128('1.5'),
        scores: [new Map([['go', 3]])],
        lines: [
          { price: 2, quantity: 3, tags: ['a'] },
          { price: 10, quantity: 1, tags: ['b', 'c'] },
        ],
        born: new Date('2026-01-15T10:00:00Z'),
        average: 5,
        deviation: 0,
      },
    ]);
  });

  test('one group of all has no key', async () => {
    expect(
      await orders
        .aggregate()
        .group({}, (e) => ({ count: e.count(), points: e.sum('points') }))
        .first(),
    ).toEqual({
      count: 4,
      points: 12n,
    });
  });

  test('a match, a sort and a second group continue with what a group gives', async () => {
    const rows = await orders
      .aggregate()
      .unwind('lines')
      .group({ city: 'city', customer: 'customer' }, (e) => ({
        total: e.sum(e.multiply(e.field('lines.price'), e.field('lines.quantity'))),
      }))
      .match({ total: gte(10), city: 'Rome' })
      .sort({ total: 'desc' })
      .group({ city: 'city' }, (e) => ({ totals: e.push('total'), best: e.first('customer') }))
      .toArray();

    expect(rows).toEqual([{ city: 'Rome', totals: [16, 10], best: 'Ada' }]);
  });
});
