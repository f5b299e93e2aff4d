import { assertTransactionOptions } from '../transaction/assert-transaction-options.js';
import type { CurrentTransaction } from '../transaction/current-transaction.js';
import type { TransactionOptions } from '../transaction/transaction-options.js';
import type { Transactions } from '../transaction/transactions.js';
import { stubSession } from './stub-session.js';

/**
 * Makes `Transactions` that call the work once, directly, without a server: `new TransferService(accounts, stubTransactions())`. Nothing is
 * rolled back, and no signal reports the end. With `stubConnection` an application has real ones.
 */
export function stubTransactions(): Transactions {
  return new StubTransactions() as unknown as Transactions;
}

class StubTransactions implements Pick<Transactions, 'run'> {
  async run<R>(
    work: (transaction: CurrentTransaction) => R | PromiseLike<R>,
    options: TransactionOptions = {},
  ): Promise<Awaited<R>> {
    assertTransactionOptions(options);
    return await work({ id: crypto.randomUUID(), attempt: 1, session: stubSession() });
  }
}
