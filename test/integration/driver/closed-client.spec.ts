import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  CommitOutcomeUnknownError,
  CommitRefusedError,
  ServerUnavailableError,
  TransactionInterruptedError,
  WriteOutcomeUnknownError,
} from 'nestjs-documents';
import { withFailPoint } from '../../support/fail-points.js';
import { errorOf } from '../../support/world/integration-app.js';
import { capabilities } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const withFailPoints = capabilities.failPoints ? describe : describe.skip;

type Use = (world: TransactionsWorld) => unknown;

const read: Use = ({ people }) => people.find({}).toArray();
const readFirst: Use = ({ people }) => people.findOne({});
const count: Use = ({ people }) => people.count({});
const write: Use = (world) => world.saved('Bob');
const writeMany: Use = async ({ people }) => people.insertMany([people.build({ name: 'Bob' })]);
const inTransaction =
  (use: Use): Use =>
  (world) =>
    world.transactions.run(() => use(world));

withTransactions('A client that is closed (needs transactions)', () => {
  const opened: TransactionsWorld[] = [];
  let world: TransactionsWorld;

  beforeEach(async () => {
    world = await openTransactionsWorld();
    opened.push(world);
    await world.saved('Ada');
    await inTransaction(readFirst)(world);
  });
  afterAll(async () => {
    for (const { app } of opened) await app.close();
  });

  withFailPoints('while the server is asked (needs fail points)', () => {
    test.each<[string, string, Use, unknown, string]>([
      ['a read', 'find', read, ServerUnavailableError, 'notApplied'],
      ['a read of one', 'find', readFirst, ServerUnavailableError, 'notApplied'],
      ['a count', 'aggregate', count, ServerUnavailableError, 'notApplied'],
      ['a write', 'insert', write, WriteOutcomeUnknownError, 'unknown'],
      ['a bulk insert', 'insert', writeMany, WriteOutcomeUnknownError, 'unknown'],
      ['a read in a transaction', 'find', inTransaction(read), ServerUnavailableError, 'notApplied'],
      ['a write in a transaction', 'insert', inTransaction(write), TransactionInterruptedError, 'notApplied'],
      [
        'many in a transaction',
        'insert',
        inTransaction(writeMany),
        TransactionInterruptedError,
        'notApplied',
      ],
      ['a commit', 'commitTransaction', inTransaction(write), CommitOutcomeUnknownError, 'unknown'],
    ])('%s fails with an error of this package', async (_title, command, use, errorClass, outcome) => {
      const { client } = world.connection;
      const data = { blockConnection: true, blockTimeMS: 400 };
      const error = await withFailPoint(world.appName, { commands: [command], data }, async () => {
        const sent = new Promise((resolve) =>
          client.on('commandStarted', ({ commandName }) => commandName === command && resolve(undefined)),
        );
        const using = errorOf(() => use(world));
        await sent;
        // The driver has written it only then.
        await new Promise(setImmediate);
        await client.close();
        return using;
      });
      expect(error).toBeInstanceOf(errorClass);
      expect(error.outcome).toBe(outcome);
    });
  });

  test.each<[string, Use]>([
    ['a read', read],
    ['a read of one', readFirst],
    ['a count', count],
    ['a write', write],
    ['a bulk insert', writeMany],
    ['a transaction', inTransaction(read)],
    ['a transaction that writes', inTransaction(write)],
    ['a stream', async ({ people }) => people.find({})[Symbol.asyncIterator]().next()],
  ])('takes nothing: %s is refused', async (_, use) => {
    await world.connection.client.close();
    expect(await errorOf(() => use(world))).toBeInstanceOf(ServerUnavailableError);
  });

  test.each<[string, Use, unknown]>([
    ['a read', read, ServerUnavailableError],
    ['a write', write, ServerUnavailableError],
    ['the commit', () => 'nothing', CommitRefusedError],
  ])('in the middle of a transaction: %s fails, and nothing is stored', async (_, use, errorClass) => {
    const { client } = world.connection;
    const error = await errorOf(() =>
      world.transactions.run(async () => {
        await world.saved('Bob');
        await client.close();
        return use(world);
      }),
    );
    expect(error).toBeInstanceOf(errorClass);
    expect(error.outcome).toBe('notApplied');
  });

  test('in the middle of a stream ends that with an error of this package', async () => {
    for (let index = 0; index < 150; index++) await world.saved(`Bob ${index}`);
    const error = await errorOf(async () => {
      for await (const _person of world.people.find({})) await world.connection.client.close();
    });
    expect(error).toBeInstanceOf(ServerUnavailableError);
  });
});
