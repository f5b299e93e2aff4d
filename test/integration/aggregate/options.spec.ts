import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  InvalidOptionsError,
  InvalidPipelineError,
  InvalidQueryError,
  QueryTimeoutError,
  Transactions,
  UnknownPathError,
} from 'nestjs-documents';
import type { Aggregation, AggregationOptions, DocumentRepository } from 'nestjs-documents';
import { newAppName, withFailPoint } from '../../support/fail-points.js';
import { capabilities } from '../../support/server.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { ids, Order } from './world.js';

const readers: Readonly<Record<string, (rows: Aggregation<Order>) => Promise<unknown>>> = {
  toArray: (rows) => rows.toArray(),
  first: (rows) => rows.first(),
  'for await': async (rows) => {
    for await (const { customer } of rows) if (customer) break;
  },
  'as(Order)': (rows) => rows.as(Order).toArray(),
};

describe('Options of an aggregation', () => {
  let world: IntegrationApp;
  let orders: DocumentRepository<Order>;
  const appName = newAppName();
  const commandOf = async (work: () => unknown) => (await world.commandsOf(work))[0]!.command;

  beforeAll(async () => {
    world = await openApp([Order], [], { clientOptions: { appName }, timeouts: { query: 3000 } });
    orders = world.repository(Order);
    await world.db.collection('orders').insertMany([
      { _id: ids.red, c: 'Ada' },
      { _id: ids.blue, c: 'Bob' },
    ]);
    await world.db.collection('orders').createIndex({ c: 1 });
  });
  afterAll(() => world.close());

  describe.each(Object.entries(readers))('%s', (_name, read) => {
    test('sends them by their names, with keys in a hint', async () => {
      const options: AggregationOptions<Order> = {
        ...{ allowDiskUse: true, batchSize: 7, collation: { locale: 'de' }, comment: 'report' },
        ...{ hint: { customer: 'asc' }, maxTimeMS: 5000, readConcern: 'local', readPreference: 'primary' },
      };

      expect(await commandOf(() => read(orders.aggregate(options)))).toMatchObject({
        ...{ allowDiskUse: true, cursor: { batchSize: 7 }, collation: { locale: 'de' }, comment: 'report' },
        ...{ hint: { c: 1 }, maxTimeMS: 5000, readConcern: { level: 'local' } },
      });
    });

    test('has the time of timeouts.query of forRoot, unless it has one of its own', async () => {
      const timeOf = async (options?: AggregationOptions<Order>) =>
        (await commandOf(() => read(orders.aggregate(options))))['maxTimeMS'] as unknown;

      expect(await timeOf()).toBe(3000);
      expect(await timeOf({ maxTimeMS: 5 })).toBe(5);
      expect(await timeOf({ maxTimeMS: Infinity })).toBeUndefined();
    });

    const withFailPoints = capabilities.failPoints ? test : test.skip;
    withFailPoints('ends in a QueryTimeoutError at its time (needs fail points)', async () => {
      const failing = { commands: ['aggregate'], data: { errorCode: 50 } };
      const error = await withFailPoint(appName, failing, () => errorOf(() => read(orders.aggregate())));

      expect(error).toBeInstanceOf(QueryTimeoutError);
    });

    const withTransactions = capabilities.transactions ? test : test.skip;
    withTransactions('refuses what a transaction has for all of its reads (needs transactions)', async () => {
      for (const options of [
        { readConcern: 'majority' },
        { readPreference: 'secondary' },
      ] satisfies AggregationOptions[]) {
        const work = () =>
          world.app.get(Transactions).run(() => errorOf(() => read(orders.aggregate(options))));

        expect(await work()).toBeInstanceOf(InvalidQueryError);
        expect(await world.commandsOf(work)).toEqual([]);
      }
    });
  });

  test('a hint may be the name of an index', async () => {
    expect(await commandOf(() => orders.aggregate({ hint: 'c_1' }).toArray())).toMatchObject({ hint: 'c_1' });
  });

  test.each<[string, unknown[]]>([
    ['allowDiskUse', ['yes', 1, null]],
    ['batchSize', [0, 1.5, '5', Infinity]],
    ['collation', ['de', {}, { locale: 5 }, { locale: 'de', strength: '2' }, { locale: 'de', $where: 1 }]],
    ['comment', [{ $x: 1 }, 5]],
    ['hint', ['', 5, {}, ['customer']]],
    ['maxTimeMS', [0, '5', NaN, -Infinity]],
    ['readConcern', ['any', { level: 'local' }]],
    ['readPreference', ['any', { mode: 'primary' }]],
  ])('%s refuses what it cannot be', async (name, values) => {
    for (const value of values) {
      const error = await errorOf(() => orders.aggregate({ [name]: value }));

      expect(error).toBeInstanceOf(InvalidOptionsError);
      expect(error.message).toContain(`"${name}"`);
    }
  });

  test('hint refuses paths that are not there', async () => {
    expect(await errorOf(() => orders.aggregate({ hint: { nobody: 1 } as never }))).toBeInstanceOf(
      UnknownPathError,
    );
  });

  describe('explain', () => {
    test('tells how the pipeline is run, with its options', async () => {
      const adas = orders.aggregate({ hint: 'c_1' }).match({ customer: 'Ada' });

      expect(await commandOf(() => adas.explain())).toMatchObject({
        explain: { aggregate: 'orders', pipeline: [{ $match: { c: { $eq: 'Ada' } } }], hint: 'c_1' },
        ...{ verbosity: 'queryPlanner', maxTimeMS: 3000 },
      });
      expect(await commandOf(() => adas.explain('executionStats'))).toHaveProperty(
        'verbosity',
        'executionStats',
      );
      expect(Object.keys(await adas.explain()).length).toBeGreaterThan(0);
    });

    test('refuses another verbosity, and sends nothing', async () => {
      const sent = await world.commandsOf(async () => {
        for (const verbosity of ['all', true, { verbosity: 'queryPlanner' }, null])
          expect(await errorOf(() => orders.aggregate().explain(verbosity as never))).toBeInstanceOf(
            InvalidPipelineError,
          );
      });

      expect(sent).toEqual([]);
    });

    const withTransactions = capabilities.transactions ? test : test.skip;
    withTransactions('is refused in a transaction (needs transactions)', async () => {
      const work = () => world.app.get(Transactions).run(() => errorOf(() => orders.aggregate().explain()));

      expect(await work()).toBeInstanceOf(InvalidQueryError);
      expect(await world.commandsOf(work)).toEqual([]);
    });
  });
});
