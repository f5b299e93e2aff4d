import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Decimal128 } from 'mongodb';
import { gte } from 'nestjs-documents';
import type { Aggregation, DocumentRepository } from 'nestjs-documents';
import { serverName } from '../../support/server.js';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { ClubTeam, ids, Order, storedOrders, storedTeams, Team, token } from './world.js';

const onOtherServers = serverName.startsWith('SecantusDB') ? test.skip : test;

describe('The stages of an aggregation', () => {
  let world: IntegrationApp;
  let orders: DocumentRepository<Order>;
  let teams: DocumentRepository<Team>;

  beforeAll(async () => {
    world = await openApp([Order, Team, ClubTeam]);
    orders = world.repository(Order);
    teams = world.repository(Team);
    await world.db.collection('orders').insertMany(storedOrders);
    await world.db.collection('teams').insertMany(storedTeams);
  });
  afterAll(() => world.close());

  const byCustomer = () => orders.aggregate().sort({ customer: 1 });

  test('without any give documents as plain rows, without unselected fields', async () => {
    const [first] = await byCustomer().toArray();

    expect(first).toEqual({
      id: storedOrders[0]?._id,
      customer: 'Ada',
      createdAt: new Date('2026-01-15T10:00:00Z'),
      city: 'Rome',
      lines: [
        { price: 2, quantity: 3, tags: ['a'] },
        { price: 10, quantity: 1, tags: ['b', 'c'] },
      ],
      teamId: ids.red,
      scores: new Map([['go', 3]]),
      points: 5n,
      cost: new Decimal128('1.5'),
      token,
      meta: { size: 4 },
    });
    expect(Object.getPrototypeOf(first?.lines[0])).toBe(Object.prototype);
  });

  test('project keeps and computes', async () => {
    const rows = await byCustomer()
      .project((e) => ({
        id: true,
        customer: true,
        go: 'scores.go',
        label: e.concat(e.field('customer'), ': $', e.ifNull(e.field('city'), '$city')),
        zero: e.literal(0),
        isRome: e.eq(e.field('city'), 'Rome'),
      }))
      .limit(2)
      .toArray();

    expect(rows).toEqual([
      {
        id: storedOrders[0]?._id,
        customer: 'Ada',
        go: 3,
        label: 'Ada: $Rome',
        zero: 0,
        isRome: true,
      },
      { id: storedOrders[1]?._id, customer: 'Bob', label: 'Bob: $Rome', zero: 0, isRome: true },
    ]);
  });

  test('addFields adds and replaces, under the keys of fields', async () => {
    const rows = await byCustomer()
      .addFields((e) => ({
        lines: e.filter(e.field('lines'), (line) => e.gt(line.field('price'), 4)),
        count: e.size(e.field('lines')),
        tags: e.map(e.field('lines'), (line) => e.map(line.field('tags'), (tag) => e.concat(tag.value, '!'))),
        total: e.arraySum(
          e.map(e.field('lines'), (line) => e.multiply(line.field('price'), line.field('quantity'))),
        ),
      }))
      .match({ 'lines.price': 10 })
      .project({ lines: true, count: true, tags: true, total: true })
      .toArray();

    expect(rows).toEqual([
      {
        lines: [{ price: 10, quantity: 1, tags: ['b', 'c'] }],
        count: 2,
        tags: [['a!'], ['b!', 'c!']],
        total: 16,
      },
    ]);
  });

  test('unwind puts the element in place of the array', async () => {
    const rows = await byCustomer()
      .unwind('lines', { includeArrayIndex: 'index', preserveNullAndEmptyArrays: true })
      .unwind('lines.tags', { preserveNullAndEmptyArrays: true })
      .project({ customer: true, price: 'lines.price', tag: 'lines.tags', index: true })
      .toArray();

    expect(rows).toEqual([
      { customer: 'Ada', price: 2, tag: 'a', index: 0 },
      { customer: 'Ada', price: 10, tag: 'b', index: 1 },
      { customer: 'Ada', price: 10, tag: 'c', index: 1 },
      { customer: 'Bob', price: 5, index: 0 },
      { customer: 'Cid', index: null },
      { customer: 'Dan', index: null },
    ]);
  });

  test('facet gives one row with the rows of each part', async () => {
    const row = await orders
      .aggregate()
      .facet({
        cities: (rows) => rows.sortByCount('city'),
        all: (rows) => rows.count(),
        first: (rows) => rows.sort({ customer: 1 }).limit(1).project({ customer: true, lines: true }),
        none: (rows) => rows.match({ customer: 'Eve' }),
      })
      .first();

    expect(row?.cities.toSorted((a, b) => String(a.value).localeCompare(String(b.value)))).toEqual([
      { value: null, count: 2 },
      { value: 'Rome', count: 2 },
    ]);
    expect({ ...row, cities: undefined }).toEqual({
      all: [{ count: 4 }],
      first: [
        {
          customer: 'Ada',
          lines: [
            { price: 2, quantity: 3, tags: ['a'] },
            { price: 10, quantity: 1, tags: ['b', 'c'] },
          ],
        },
      ],
      none: [],
    });
  });

  test('count gives a row', async () => {
    expect(await orders.aggregate().match({ city: 'Rome' }).count().toArray()).toEqual([{ count: 2 }]);
  });

  onOtherServers('count gives nothing without any row (SecantusDB 0.7 gives 0)', async () => {
    expect(await orders.aggregate().match({ city: 'Oslo' }).count().first()).toBeNull();
  });

  onOtherServers('a path through an array reads an array (SecantusDB 0.7 reads nothing)', async () => {
    const rows = await byCustomer().project({ prices: 'lines.price' }).limit(2).toArray();
    const group = await byCustomer()
      .group({}, (e) => ({ prices: e.addToSet('lines.price') }))
      .first();

    expect(rows).toEqual([{ prices: [2, 10] }, { prices: [5] }]);
    expect(group?.prices).toContainEqual([2, 10]);
  });

  test('skip and limit count rows', async () => {
    const rows = await byCustomer().skip(1).limit(2).project({ customer: true }).toArray();

    expect(rows).toEqual([{ customer: 'Bob' }, { customer: 'Cid' }]);
  });

  test('raw stages give what is stored, and named rows go on', async () => {
    const raw = await orders
      .aggregate([{ $match: { c: 'Ada' } }, { $project: { _id: 0, points: 1, token: 1 } }])
      .toArray();
    const named = await orders
      .aggregate()
      .stage({ $group: { _id: '$city', n: { $sum: 1 } } })
      .as<{ _id: string | null; n: number }>()
      .match({ _id: 'Rome' })
      .project({ city: '_id', n: true })
      .toArray();

    expect(raw).toEqual([{ points: 5n, token }]);
    expect(named).toEqual([{ city: 'Rome', n: 2 }]);
  });

  describe('see', () => {
    const names = async (all: Aggregation<Team>) =>
      (await all.sort({ name: 1 }).toArray()).map(({ name }) => name);

    test('what find sees', async () => {
      expect(await names(teams.aggregate())).toEqual(['Blue', 'Club', 'Red']);
      expect(await names(teams.aggregate().match({ name: gte('C') }))).toEqual(['Club', 'Red']);
      expect(await names(teams.aggregate().withDeleted())).toEqual(['Blue', 'Club', 'Gone', 'Red']);
      expect(await teams.aggregate([{ $count: 'n' }]).toArray()).toEqual([{ n: 3 }]);
    });

    test('only the documents of a subclass', async () => {
      const clubs = world.repository(ClubTeam);

      expect(await clubs.aggregate().project({ name: true, club: true }).toArray()).toEqual([
        { name: 'Club', club: 'FC' },
      ]);
    });
  });
});
