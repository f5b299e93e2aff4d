import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  CommitOutcomeUnknownError,
  TransactionNotRepeatableError,
  WriteRefusedError,
  type Transactions,
} from 'nestjs-documents';
import { withFailPoint } from '../../support/fail-points.js';
import { errorOf } from '../../support/world/integration-app.js';
import { capabilities } from '../../support/server.js';
import { conflict, openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const withFailPoints = capabilities.failPoints ? test : test.skip;

withTransactions('Attempts of Transactions.run (needs transactions and fail points)', () => {
  let world: TransactionsWorld;
  let people: TransactionsWorld['people'];
  let transactions: Transactions;

  beforeAll(async () => {
    world = await openTransactionsWorld();
    ({ people, transactions } = world);
  });
  beforeEach(() => world.clear());
  afterAll(() => world.close());

  withFailPoints(
    'work whose command meets a conflict is called again, documents as they were before',
    async () => {
      const bob = await world.loaded({ name: 'Bob', age: 1 });
      const attempts: number[] = [];
      await withFailPoint(world.appName, { commands: ['update'], times: 2, data: { ...conflict } }, () =>
        transactions.run(
          async ({ attempt }) => {
            attempts.push(attempt);
            bob.age = (bob.age ?? 0) + 1;
            await people.save(bob);
          },
          { documents: [bob] },
        ),
      );
      expect(attempts).toEqual([1, 2, 3]);
      expect(bob.age).toBe(2);
      expect(await world.db.collection('people').findOne({ name: 'Bob' })).toMatchObject({ age: 2 });
    },
  );

  withFailPoints('a new document is inserted again, with the id that it gets then', async () => {
    const ada = people.build({ name: 'Ada' });
    await withFailPoint(world.appName, { commands: ['insert'], times: 2, data: { ...conflict } }, () =>
      transactions.run(() => people.save(ada)),
    );
    expect(await world.names()).toEqual(['Ada']);
    expect(await world.db.collection('people').findOne({ _id: ada.id })).toMatchObject({ name: 'Ada' });
  });

  withFailPoints(
    'a document from outside that is changed by what it holds is not changed twice',
    async () => {
      const bob = await world.loaded({ name: 'Bob', age: 1 });
      const error = await withFailPoint(
        world.appName,
        { commands: ['update'], times: 1, data: { ...conflict } },
        () =>
          errorOf(() =>
            transactions.run(async () => {
              bob.age = (bob.age ?? 0) + 1;
              await people.save(bob);
            }),
          ),
      );
      expect(error).toBeInstanceOf(TransactionNotRepeatableError);
      expect(await world.db.collection('people').findOne({ name: 'Bob' })).toMatchObject({ age: 1 });
    },
  );

  withFailPoints(
    'a document from outside that was changed before is written by the attempt that succeeds',
    async () => {
      const bob = await world.loaded({ name: 'Bob', age: 1 });
      bob.age = 5;
      await withFailPoint(world.appName, { commands: ['update'], times: 1, data: { ...conflict } }, () =>
        transactions.run(() => people.save(bob)),
      );
      expect(await world.db.collection('people').findOne({ name: 'Bob' })).toMatchObject({ age: 5 });
    },
  );

  withFailPoints('a commit that was given up on keeps nobody from writing what it has written', async () => {
    const bob = await world.loaded({ name: 'Bob', age: 1 });
    const error = await withFailPoint(
      world.appName,
      { commands: ['commitTransaction'], data: { errorCode: 50 } },
      () =>
        errorOf(() =>
          transactions.run(async () => {
            bob.age = 2;
            await people.save(bob);
          }),
        ),
    );
    expect(error).toBeInstanceOf(CommitOutcomeUnknownError);
    const again = await people.getById(bob.id);
    again.age = 3;
    await people.save(again);
    expect(await world.db.collection('people').findOne({ _id: bob.id })).toMatchObject({ age: 3 });
  });

  withFailPoints('end with the timeout, with the error of the last one', async () => {
    const error = await withFailPoint(
      world.appName,
      { commands: ['insert'], times: 1000, data: { ...conflict } },
      () =>
        errorOf(() =>
          transactions.run(() => world.saved('Ada'), {
            timeout: 40,
          }),
        ),
    );
    expect(error).toBeInstanceOf(WriteRefusedError);
    expect(error.errorLabels).toContain('TransientTransactionError');
    expect(await world.names()).toEqual([]);
  });
});
