import { describe, expect, test } from 'vitest';
import {
  MongoClientClosedError,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
  MongoTransactionError,
  MongoWriteConcernError,
} from 'mongodb';
import { commit } from '../../../../lib/transaction/commit/commit.js';
import type { TransactionAttempt } from '../../../../lib/transaction/transaction-attempt.js';

const network = () => new MongoNetworkError('connection closed');
const refusal = (labels: string[] = []) =>
  new MongoServerError({ message: 'no', code: 20, errorLabels: labels });
const notDurable = () =>
  new MongoWriteConcernError({ ok: 1, writeConcernError: { code: 100, errmsg: 'no' } });

/** Commits a transaction whose commit fails with these errors, one after another, and then succeeds. */
async function outcomeOf(errors: unknown[], time: number): Promise<unknown> {
  const left = [...errors];
  const commitTransaction = async (): Promise<void> => {
    const error = left.shift();
    if (error) throw error;
  };
  const connection = { interruptions: { count: 0 } };
  const attempt = { session: { commitTransaction }, run: { id: 'the transaction' }, connection };
  try {
    await commit(attempt as unknown as TransactionAttempt, performance.now() + time);
    return 'committed';
  } catch (error) {
    return (error as { code?: unknown }).code === 'COMMIT_OUTCOME_UNKNOWN' ? 'unknown' : error;
  }
}

describe('A commit', () => {
  test.each([
    ['whose connection breaks, without a label, is asked for again', [network()], 10_000, 'committed'],
    ['whose connection breaks is unknown when the time is over', [network()], 0, 'unknown'],
    [
      'that is refused after its connection broke is unknown when the time is over',
      [network(), refusal()],
      1,
      'unknown',
    ],
    ['that is not durable is unknown', [notDurable()], 10_000, 'unknown'],
  ])('%s', async (_, errors, time, outcome) => {
    expect(await outcomeOf(errors, time)).toBe(outcome);
  });

  test('whose client is closed while it waits is unknown, and not asked for again', async () => {
    expect(await outcomeOf([new MongoClientClosedError()], 10_000)).toBe('unknown');
  });

  test('of a transaction that is gone is not done, and left to who repeats', async () => {
    const error = refusal(['TransientTransactionError']);
    expect(await outcomeOf([error], 10_000)).toBe(error);
  });

  test.each([
    ['that is refused is not done', refusal(), 'CommitRefusedError', 20],
    [
      'that the driver does not send is not done',
      new MongoTransactionError('No transaction started'),
      'CommitRefusedError',
      undefined,
    ],
    [
      'for which no server is there is not done',
      new MongoServerSelectionError('none', {} as never),
      'TransactionInterruptedError',
      undefined,
    ],
  ])('%s', async (_, cause, name, serverCode) => {
    const error = (await outcomeOf([cause], 10_000)) as Error & { serverCode?: number };
    expect([error.name, error.cause, error.serverCode]).toEqual([name, cause, serverCode]);
    expect(error).toMatchObject({ outcome: 'notApplied', transactionId: 'the transaction' });
  });
});
