import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { MongoClientOptions } from 'mongodb';
import { newAppName, withFailPoint } from '../../support/fail-points.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp, SentCommand } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities, serverName } from '../../support/server.js';

const withFailPoints = capabilities.failPoints ? test : test.skip;

/** The ways to send a command that loads one document. */
const reads = [
  ['getById', (world: IntegrationApp, id: Person['id']) => world.repository(Person).getById(id)],
  ['findOne', (world: IntegrationApp) => world.repository(Person).findOne({ name: 'Ada' })],
] as const;

describe(`A document is asked for by one command (${serverName})`, () => {
  const appName = newAppName();
  let world: IntegrationApp;
  let ada: Person;
  const open = async (clientOptions: MongoClientOptions = {}) => {
    world = await openApp([Person], [], {
      clientOptions: { appName, heartbeatFrequencyMS: 500, ...clientOptions },
    });
    const people = world.repository(Person);
    ada = await people.create({ name: 'Ada' });
  };
  const findsOf = async (work: () => unknown): Promise<SentCommand[]> =>
    (await world.commandsOf(work)).filter(({ name }) => name === 'find');

  beforeEach(() => open());
  afterEach(() => world.close());

  describe.each(reads)('%s (needs fail points where the server is to fail)', (_name, read) => {
    withFailPoints.each([
      ['its connection was lost', { closeConnection: true }],
      ['the server is not the primary any more', { errorCode: 10107 }],
      ['the server shuts down', { errorCode: 91 }],
      ['no majority was seen yet', { errorCode: 134 }],
      ['the server is overloaded', { errorCode: 2, errorLabels: ['RetryableError'] }],
    ])('sends it again where %s', async (_title, data) => {
      let found: Person | null = null;
      const finds = await withFailPoint(appName, { commands: ['find'], data }, () =>
        findsOf(async () => (found = await read(world, ada.id))),
      );
      expect(found).toMatchObject({ name: 'Ada' });
      expect(finds).toHaveLength(2);
      expect(finds[1]?.command['filter']).toEqual(finds[0]?.command['filter']);
    });

    withFailPoints('does not where the server has refused it', async () => {
      let error: unknown;
      const finds = await withFailPoint(appName, { commands: ['find'], data: { errorCode: 2 } }, () =>
        findsOf(async () => (error = await errorOf(() => read(world, ada.id)))),
      );
      expect(error).toMatchObject({ code: 'READ_FAILED', serverCode: 2 });
      expect(finds).toHaveLength(1);
    });

    withFailPoints('ends with the error where it does not help', async () => {
      const failure = { commands: ['find'], times: 1000, data: { errorCode: 91 } };
      const error = await withFailPoint(appName, failure, () => errorOf(() => read(world, ada.id)));
      expect(error).toMatchObject({ code: 'READ_FAILED', serverCode: 91 });
    });

    withFailPoints('does not where the client says `retryReads: false`', async () => {
      await world.close();
      await open({ retryReads: false });
      let error: unknown;
      const failure = { commands: ['find'], data: { errorCode: 91 } };
      const finds = await withFailPoint(appName, failure, () =>
        findsOf(async () => (error = await errorOf(() => read(world, ada.id)))),
      );
      expect(error).toMatchObject({ code: 'READ_FAILED', serverCode: 91 });
      expect(finds).toHaveLength(1);
    });

    test('asks as the client says, and the driver’s method does', async () => {
      await world.close();
      await open({ readConcernLevel: 'majority', readPreference: 'secondaryPreferred' });
      const finds = await findsOf(async () => {
        await read(world, ada.id);
        await world.db.collection('people').findOne({ _id: ada.id });
      });
      const asked = finds.map(({ command }) => [
        command['readConcern'],
        command['$readPreference'],
        command['limit'],
        command['singleBatch'],
      ]);
      expect(asked[0]).toEqual([{ level: 'majority' }, { mode: 'secondaryPreferred' }, 1, true]);
      expect(asked[1]).toEqual(asked[0]);
    });
  });

  const withTransactions = capabilities.transactions ? test : test.skip;

  withTransactions(
    'in a transaction of the driver it says nothing of read concern and preference, as those are the transaction’s (needs transactions)',
    async () => {
      await world.close();
      await open({ readConcernLevel: 'majority', readPreference: 'secondaryPreferred' });
      let found: Person | null = null;
      const [first, second] = await findsOf(() =>
        world.connection.client.withSession((session) =>
          session.withTransaction(
            async () => {
              await world.repository(Person).findOne({ name: 'Bob' }, { session });
              found = await world.repository(Person).findOne({ name: 'Ada' }, { session });
            },
            { readPreference: 'primary' },
          ),
        ),
      );
      expect(found).toMatchObject({ name: 'Ada' });
      expect(first?.command).toMatchObject({ startTransaction: true, readConcern: { level: 'majority' } });
      expect(second?.command).not.toHaveProperty('readConcern');
      expect(second?.command).not.toHaveProperty('$readPreference');
    },
  );
});
