import { UnknownConnectionError } from '../../driver/errors/connection-errors.js';
import type { Transactions } from '../../transaction/transactions.js';

/** Stands for the transactions of a missing connection, as in tests that replace repositories: any work in them is refused. */
export class MissingTransactions implements Pick<Transactions, 'run'> {
  constructor(
    private readonly connection: string,
    private readonly known: readonly string[],
  ) {}

  run(): Promise<never> {
    return Promise.reject(new UnknownConnectionError(this.connection, this.known));
  }
}
