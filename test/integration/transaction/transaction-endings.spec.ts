import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MongoError } from 'mongodb';
import {
  CommitRefusedError,
  Transaction,
  TransactionConflictError,
  TransactionFailedError,
  TransactionInterruptedError,
  postRollback,
  type PostRollback,
  type Transactions,
} from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { withFailPoint } from '../../support/fail-points.js';
import type { Failure } from '../../support/fail-points.js';
import { errorOf } from '../../support/world/integration-app.js';
import type { Person } from '../../support/world/integration-people.js';
import { capabilities } from '../../support/server.js';
import { conflict, openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const withFailPoints = capabilities.failPoints ? test : test.skip;

withTransactions(
  'The error of a transaction that the server ends (needs transactions and fail points)',
  () => {
    let world: TransactionsWorld;
    let people: TransactionsWorld['people'];
    let transactions: Transactions;
    let bob: Person;

    beforeAll(async () => {
      world = await openTransactionsWorld();
      ({ people, transactions } = world);
    });
    beforeEach(async () => {
      await world.clear();
      bob = await world.loaded({ name: 'Bob', age: 1 });
    });
    afterAll(() => world.close());

    /** The error that the caller gets, and the one in the payload of `postRollback`. */
    const failing = async (failure: Failure, work: () => Promise<unknown>): Promise<[any, unknown]> => {
      let told: unknown;
      const receiver = ({ error }: PostRollback) => void (told = error);
      const error = await withReceiver(
        world.bus,
        { signal: postRollback, sender: Transaction, receiver },
        () => withFailPoint(world.appName, failure, () => errorOf(work)),
      );
      return [error, told];
    };

    const ageBob = (options = {}) =>
      transactions.run(
        async () => {
          bob.age = 2;
          await people.save(bob);
        },
        { documents: [bob], ...options },
      );

    const expectNothingStored = async () => {
      expect(await world.db.collection('people').findOne({ _id: bob.id })).toMatchObject({ age: 1 });
      expect([bob.age, people.changes(bob).size]).toEqual([1, 0]);
    };

    withFailPoints('is a CommitRefusedError where the commit is refused, which is not repeated', async () => {
      const failure = { commands: ['commitTransaction'], data: { errorCode: 263 } };
      let commands: readonly { readonly name: string }[] = [];
      const [error, told] = await failing(failure, async () => {
        let refused: unknown;
        commands = await world.commandsOf(async () => {
          refused = await errorOf(() => ageBob());
        });
        throw refused;
      });
      expect(error).toBeInstanceOf(CommitRefusedError);
      expect(error).toMatchObject({ code: 'COMMIT_REFUSED', outcome: 'notApplied', serverCode: 263 });
      expect([error.cause.name, error.cause.code]).toEqual(['MongoServerError', 263]);
      expect(error.message).toContain('The server refused the commit with code 263');
      expect(commands.filter(({ name }) => name === 'commitTransaction')).toHaveLength(1);
      expect(told).toBe(error);
      await expectNothingStored();
    });

    test('is a CommitRefusedError where the work has ended the transaction by itself', async () => {
      const error = await errorOf(() =>
        transactions.run(
          async ({ session }) => {
            bob.age = 2;
            await people.save(bob);
            await session.abortTransaction();
          },
          { documents: [bob] },
        ),
      );
      expect(error).toBeInstanceOf(CommitRefusedError);
      expect([error.serverCode, error.cause.name]).toEqual([undefined, 'MongoTransactionError']);
      await expectNothingStored();
    });

    withFailPoints(
      'is a TransactionConflictError where commits meet conflicts until the time is over',
      async () => {
        const data = { errorCode: 251, errorLabels: ['TransientTransactionError'] };
        const [error, told] = await failing({ commands: ['commitTransaction'], times: 1000, data }, () =>
          ageBob({ timeout: 1000 }),
        );
        expect(error).toBeInstanceOf(TransactionConflictError);
        expect(error).toMatchObject({ code: 'TRANSACTION_CONFLICT', outcome: 'notApplied' });
        expect(error.attempts).toBeGreaterThan(1);
        expect(error.hasErrorLabel('TransientTransactionError')).toBe(true);
        expect([error.cause.name, error.cause.code]).toEqual(['MongoServerError', 251]);
        expect(told).toBe(error);
        await expectNothingStored();
      },
    );

    withFailPoints('is a TransactionConflictError where a read meets one, and the time is over', async () => {
      const failure = { commands: ['find'], times: 1000, data: { ...conflict } };
      const [error] = await failing(failure, () =>
        transactions.run(() => people.findOne({}), { timeout: 1 }),
      );
      expect(error).toBeInstanceOf(TransactionConflictError);
      expect([error.attempts, error.cause.code]).toEqual([1, 112]);
    });

    withFailPoints('is a TransactionInterruptedError where the connection of a read breaks', async () => {
      const failure = { commands: ['find'], times: 1000, data: { closeConnection: true } };
      const [error] = await failing(failure, () =>
        transactions.run(() => people.findOne({}), { timeout: 1 }),
      );
      expect(error).toBeInstanceOf(TransactionInterruptedError);
      expect([error.outcome, error.cause.name]).toEqual(['notApplied', 'MongoNetworkError']);
    });

    withFailPoints.each([
      ['conflict', { ...conflict }, TransactionConflictError],
      ['break of the connection', { closeConnection: true }, TransactionInterruptedError],
    ])('tells of the last %s also where the work has caught it', async (_name, data, expected) => {
      const [error, told] = await failing({ commands: ['find'], times: 1000, data }, () =>
        transactions.run(() => Promise.allSettled([people.findOne({}), people.findOne({})]), {
          timeout: 1,
        }),
      );
      expect(error).toBeInstanceOf(expected);
      expect(error.cause).toBeInstanceOf(MongoError);
      expect(told).toBe(error);
    });

    withFailPoints(
      'is a TransactionFailedError where the work has caught what no other attempt would mend',
      async () => {
        const [error] = await failing({ commands: ['find'], times: 1000, data: { errorCode: 2 } }, () =>
          transactions.run(() => Promise.allSettled([people.findOne({})])),
        );
        expect(error).toBeInstanceOf(TransactionFailedError);
        expect(error.cause.code).toBe(2);
      },
    );

    test('is what the work throws, also where that was made of the last conflict', async () => {
      const driverError = Object.assign(new Error('conflict'), {
        errorLabels: ['TransientTransactionError'],
      });
      const own = new Error('mine', { cause: driverError });
      const error = await errorOf(() =>
        transactions.run(
          () => {
            throw own;
          },
          { timeout: 1 },
        ),
      );
      expect(error).toBe(own);
    });
  },
);
