import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  CommitOutcomeUnknownError,
  Transaction,
  TransactionFailedError,
  TransactionNotAllowedError,
  TransactionRequiredError,
  type Transactions,
  postRollback,
} from 'nestjs-documents';
import type { TransactionPropagation } from 'nestjs-documents';
import { withFailPoint } from '../../support/fail-points.js';
import { errorOf } from '../../support/world/integration-app.js';
import { capabilities } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const withFailPoints = capabilities.failPoints ? test : test.skip;

withTransactions('The propagation of Transactions.run (needs transactions)', () => {
  let world: TransactionsWorld;
  let transactions: Transactions;

  beforeAll(async () => {
    world = await openTransactionsWorld();
    ({ transactions } = world);
  });
  beforeEach(() => world.clear());
  afterAll(() => world.close());

  const inner: [TransactionPropagation, boolean, unknown][] = [
    ['required', false, 'its own'],
    ['required', true, 'joined'],
    ['requiresNew', false, 'its own'],
    ['requiresNew', true, 'its own'],
    ['mandatory', false, TransactionRequiredError],
    ['mandatory', true, 'joined'],
    ['never', false, 'none'],
    ['never', true, TransactionNotAllowedError],
  ];
  test.each(inner)('%s, in another transaction: %s → %O', async (propagation, isNested, expected) => {
    const call = async (outer?: string) => {
      const error = await errorOf(async () => {
        const id = await transactions.run((own) => (own as typeof own | undefined)?.id, { propagation });
        expect(id === undefined ? 'none' : id === outer ? 'joined' : 'its own').toBe(expected);
      });
      if (typeof expected === 'function') expect(error).toBeInstanceOf(expected);
      else expect(error).toBeUndefined();
    };
    await (isNested ? transactions.run(({ id }) => call(id)) : call());
  });

  test('required: an inner part that fails rolls back the whole, also if its error is caught', async () => {
    const problem = new Error('inner');
    const error = await errorOf(() =>
      transactions.run(async () => {
        await world.saved('Ada');
        await errorOf(() =>
          transactions.run(() => {
            throw problem;
          }),
        );
      }),
    );
    expect(error).toBeInstanceOf(TransactionFailedError);
    expect(error.cause).toBe(problem);
    expect(await world.names()).toEqual([]);
  });

  test('requiresNew: an inner unit that fails leaves the outer one alone, and the other way round', async () => {
    await transactions.run(async () => {
      await world.saved('outer');
      await errorOf(() =>
        transactions.run(
          async () => {
            await world.saved('inner');
            throw new Error('no');
          },
          { propagation: 'requiresNew' },
        ),
      );
    });
    expect(await world.names()).toEqual(['outer']);
    await errorOf(() =>
      transactions.run(async () => {
        await transactions.run(() => world.saved('inner'), {
          propagation: 'requiresNew',
        });
        throw new Error('no');
      }),
    );
    expect(await world.names()).toEqual(['inner', 'outer']);
  });

  withFailPoints(
    'requiresNew: that it is unknown whether the inner one was committed says nothing of the outer one, which is told of as rolled back (needs fail points)',
    async () => {
      const rolledBack: string[] = [];
      const undo = world.bus.connect(
        postRollback,
        Transaction,
        ({ transactionId }) => void rolledBack.push(transactionId),
        { phase: 'notApplied' },
      );
      const ids: string[] = [];
      const data = { errorCode: 6, errorLabels: ['UnknownTransactionCommitResult'] };
      const error = await withFailPoint(
        world.appName,
        { commands: ['commitTransaction'], times: 1000, data },
        () =>
          errorOf(() =>
            transactions.run(async (outer) => {
              ids.push(outer.id);
              await transactions.run(
                async (inner) => {
                  ids.push(inner.id);
                  await world.saved('Ada');
                },
                { propagation: 'requiresNew', timeout: 20 },
              );
            }),
          ),
      );
      undo();
      expect(error).toBeInstanceOf(CommitOutcomeUnknownError);
      expect(error.transactionId).toBe(ids[1]);
      expect(rolledBack).toEqual([ids[0]]);
    },
  );
});
