import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ReadPreference } from 'mongodb';
import type { DocumentRepository, QuerySet } from 'nestjs-documents';
import { InvalidQueryError, QueryTimeoutError, Transactions, UnknownPathError } from 'nestjs-documents';
import { newAppName, withFailPoint } from '../../support/fail-points.js';
import { capabilities } from '../../support/server.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Guest, ada, bob } from './world.js';

const readers: Readonly<Record<string, (set: QuerySet<Guest>) => Promise<unknown>>> = {
  toArray: (set) => set.toArray(),
  first: (set) => set.first(),
  'first, unreadable ones left out': (set) => set.onUnreadable('skip').first(),
  getFirst: (set) => set.getFirst(),
  'for await': async (set) => {
    for await (const { name } of set) if (name) break;
  },
  plain: (set) => set.plain().toArray(),
  pluck: (set) => set.pluck('name'),
  count: (set) => set.count(),
  exists: (set) => set.exists(),
  distinct: (set) => set.distinct('name'),
};

describe('Options of the server', () => {
  let world: IntegrationApp;
  let guests: DocumentRepository<Guest>;
  const appName = newAppName();
  const first = async (work: () => unknown) => (await world.commandsOf(work))[0]!.command;

  beforeAll(async () => {
    world = await openApp([Guest], [], { clientOptions: { appName } });
    guests = world.repository(Guest);
    await world.db.collection('guests').insertMany([{ ...ada }, { ...bob }]);
    await world.db.collection('guests').createIndex({ n: 1, age: -1 }, { name: 'by_name' }, {});
  });
  afterAll(() => world.close());

  describe.each(Object.entries(readers))('%s', (_name, read) => {
    test('sends them', async () => {
      const set = guests
        .find({})
        .hint({ name: 'asc', age: 'desc' })
        .collation({ locale: 'en', strength: 2 })
        .comment('a test')
        .maxTimeMS(5000)
        .readConcern('local')
        .readPreference('primary');
      const command = await first(() => read(set));
      expect(command).toMatchObject({
        hint: { n: 1, age: -1 },
        collation: { locale: 'en', strength: 2 },
        ...{ comment: 'a test', maxTimeMS: 5000, readConcern: { level: 'local' } },
      });
    });

    test('sends none by default', async () => {
      const command = await first(() => read(guests.find({})));
      for (const option of ['hint', 'collation', 'comment', 'maxTimeMS', 'allowDiskUse', 'readConcern'])
        expect(command).not.toHaveProperty(option);
    });

    const withFailPoints = capabilities.failPoints ? test : test.skip;
    withFailPoints('ends in a QueryTimeoutError at its time (needs fail points)', async () => {
      const commands = ['find', 'aggregate', 'distinct'];
      const error = await withFailPoint(appName, { commands, data: { errorCode: 50 } }, () =>
        errorOf(() => read(guests.find({ name: 'a secret' }).maxTimeMS(1000))),
      );
      expect(error).toBeInstanceOf(QueryTimeoutError);
      expect(error).toMatchObject({ code: 'QUERY_TIMEOUT', outcome: 'notApplied', documentName: 'Guest' });
      expect(error.message).not.toContain('secret');
    });
  });

  test('hint takes the name of an index, and a later option replaces an earlier one', async () => {
    const set = guests.find({}).hint({ name: 1 }).hint('by_name').comment('x').comment('y');
    expect(await first(() => set.toArray())).toMatchObject({ hint: 'by_name', comment: 'y' });
    expect((await set.toArray()).length).toBe(2);
  });

  test('batchSize and allowDiskUse are sent by finds', async () => {
    const set = guests.find({}).batchSize(1).allowDiskUse();
    expect(await first(() => set.toArray())).toMatchObject({ batchSize: 1, allowDiskUse: true });
    expect((await world.commandsOf(() => set.toArray())).map(({ name }) => name)).toEqual([
      'find',
      'getMore',
      'getMore',
    ]);
    expect(await first(() => set.allowDiskUse(false).first())).toMatchObject({
      allowDiskUse: false,
      limit: 1,
    });
  });

  test('a read preference of the driver is taken, and sent where it is not primary', async () => {
    const set = guests.find({}).readPreference(new ReadPreference('secondaryPreferred'));
    expect((await first(() => set.toArray()))['$readPreference']).toEqual({ mode: 'secondaryPreferred' });
    expect((await first(() => set.first()))['$readPreference']).toEqual({ mode: 'secondaryPreferred' });
  });

  test('explain tells how the query is answered, with its options', async () => {
    const set = guests.find({ name: 'Ada' }).hint('by_name').limit(1).maxTimeMS(4000);
    const command = await first(() => set.explain());
    expect(command).toMatchObject({
      explain: { find: 'guests', filter: { n: { $eq: 'Ada' } }, hint: 'by_name', limit: 1 },
      ...{ verbosity: 'queryPlanner', maxTimeMS: 4000 },
    });
    expect(await set.explain('executionStats')).toHaveProperty('queryPlanner');
    expect(await errorOf(() => set.explain('all' as never))).toBeInstanceOf(InvalidQueryError);
  });

  test.each<[string, unknown[]]>([
    ['hint', ['', undefined, null, 5, {}, { name: 2 }, ['name']]],
    [
      'collation',
      [undefined, 'en', {}, { locale: 5 }, { locale: 'en', strength: '2' }, { locale: 'en', $where: 1 }],
    ],
    ['comment', [undefined, 5, {}]],
    ['maxTimeMS', [undefined, 0, -1, 1.5, '5', NaN, null, -Infinity]],
    ['batchSize', [undefined, 0, 1.5, '5', Infinity]],
    ['allowDiskUse', ['true', 1, null]],
    ['readPreference', [undefined, 'any', {}, { mode: 'primary' }]],
    ['readConcern', [undefined, 'any', { level: 'local' }]],
  ])('%s refuses what it cannot take', async (method, given) => {
    for (const each of given)
      expect(await errorOf(() => (guests.find({}) as any)[method](each))).toBeInstanceOf(InvalidQueryError);
  });

  test('hint refuses paths that are not there', async () => {
    expect(await errorOf(() => guests.find({}).hint({ nobody: 1 } as never))).toBeInstanceOf(
      UnknownPathError,
    );
  });

  describe('timeouts.query of forRoot', () => {
    let other: IntegrationApp;
    beforeAll(async () => {
      other = await openApp([Guest], [], { timeouts: { query: 3000 } });
    });
    afterAll(() => other.app.close());

    test('is the default of every command that reads, and maxTimeMS overrides it', async () => {
      const others = other.repository(Guest);
      const times = async (work: () => unknown) =>
        (await other.commandsOf(work)).map(({ command }) => command['maxTimeMS'] as unknown);
      const id = ada._id;
      for (const read of Object.values(readers))
        expect((await times(() => read(others.find({}))))[0]).toBe(3000);
      for (const read of [
        () => others.findById(id),
        () => others.findByIds([id]),
        () => others.findOne({}),
        () => others.exists(),
        () => others.count(),
        () => others.estimatedCount(),
        () => others.distinct('name'),
      ])
        expect(await times(read)).toEqual([3000]);
      expect(await times(() => others.find({}).maxTimeMS(5).count())).toEqual([5]);
      expect(await times(() => others.find({}).maxTimeMS(Infinity).count())).toEqual([undefined]);
    });

    test.each([0, -1, 1.5, '5', NaN])('refuses %j when the application starts', async (query) => {
      const error = await errorOf(() => openApp([Guest], [], { timeouts: { query: query as number } }));
      expect(error).toMatchObject({ code: 'CONNECTION_CONFIGURATION' });
    });
  });

  const withTransactions = capabilities.transactions ? describe : describe.skip;
  withTransactions('in a transaction (needs transactions)', () => {
    test.each<[string, (set: QuerySet<Guest>) => QuerySet<Guest>]>([
      ['a read concern', (set) => set.readConcern('majority')],
      ['a read preference', (set) => set.readPreference('secondary')],
    ])('%s of a query is refused, and nothing sent', async (_, refine) => {
      for (const read of Object.values(readers)) {
        const work = (): Promise<unknown> =>
          world.app.get(Transactions).run(() => errorOf(() => read(refine(guests.find({})))));
        expect(await work()).toBeInstanceOf(InvalidQueryError);
        expect(await world.commandsOf(work)).toEqual([]);
      }
    });

    test('the others are taken', async () => {
      const set = guests.find({ name: 'Ada' }).readPreference('primary').maxTimeMS(5000).comment('x');
      const counts = await world.app
        .get(Transactions)
        .run(async () => [
          (await set.toArray()).length,
          await set.count(),
          (await set.first())?.name,
          await set.distinct('age'),
        ]);
      expect(counts).toEqual([1, 1, 'Ada', [36]]);
    });
  });
});
