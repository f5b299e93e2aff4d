import { describe, expect, test } from 'vitest';
import { InvalidTransactionOptionsError } from '../../../lib/transaction/transaction-errors.js';
import { stubTransactions } from '../../../lib/testing/stub-transactions.js';

const transactions = stubTransactions();

describe('stubTransactions', () => {
  test('calls the work once, and gives what it returns', async () => {
    const attempts: number[] = [];

    const result = await transactions.run(({ attempt }) => {
      attempts.push(attempt);
      return 'done';
    });

    expect(result).toBe('done');
    expect(attempts).toEqual([1]);
  });

  test('gives the work an id of its own, and a session that sends nothing', async () => {
    const ids = await Promise.all([1, 2].map(() => transactions.run(({ id }) => id)));
    const session = await transactions.run((current) => current.session);

    expect(new Set(ids).size).toBe(2);
    expect(session.inTransaction()).toBe(false);
  });

  test('fails with what the work throws', async () => {
    const failed = transactions.run(() => {
      throw new Error('full');
    });

    await expect(failed).rejects.toThrow('full');
  });

  test('refuses options that there are not', async () => {
    const failed = transactions.run(() => 1, { propagation: 'sometimes' as 'never' });

    await expect(failed).rejects.toThrow(InvalidTransactionOptionsError);
  });
});
