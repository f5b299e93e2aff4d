import { nameDocuments, runTransaction } from './run-transaction.js';
import type { TransactionEnvironment } from './run-transaction.js';
import { assertTransactionOptions, assertWork } from './assert-transaction-options.js';
import { TransactionHandle } from './current-transaction.js';
import type { CurrentTransaction } from './current-transaction.js';
import { TransactionNotAllowedError, TransactionRequiredError } from './transaction-errors.js';
import type { TransactionOptions } from './transaction-options.js';
import type { TransactionAttempt } from './transaction-attempt.js';
import { TransactionRun } from './transaction-run.js';

/**
 * Transactions on one connection: the writes of repositories in one are committed together, or not at all. Injected by its class for the
 * connection `default`, else by `@InjectTransactions(name)`.
 */
export class Transactions {
  readonly #environment: TransactionEnvironment;

  /** @internal */
  constructor(environment: TransactionEnvironment) {
    this.#environment = environment;
  }

  /**
   * Runs `work` in a transaction: every operation of this connection's repositories called in it, however deep, belongs to it.
   * Commits with write concern majority.
   * @example
   * ```ts
   * await this.transactions.run(async () => {
   *   const from = await this.accounts.getById(fromId);
   *   from.balance -= amount;
   *   await this.accounts.save(from);
   * });
   * ```
   * @param work called again after a conflict with other writes or a network failure, with documents in memory as they were before;
   * its other effects may happen more than once. With `never` it gets no argument
   * @returns what `work` returns, after the commit and the listeners of the phase `afterCommit`
   * @throws what `work` throws, after a rollback; TransactionFailedError, TransactionInterruptedError, TransactionConflictError,
   * CommitRefusedError, CommitOutcomeUnknownError, TransactionNotRepeatableError, ShuttingDownError, TransactionRequiredError,
   * TransactionNotAllowedError, TransactionOverError, TransactionsNotSupportedError, ServerUnavailableError,
   * OtherConnectionError, InvalidTransactionOptionsError
   */
  run<R>(
    work: (transaction: CurrentTransaction) => R | PromiseLike<R>,
    options: TransactionOptions = {},
  ): Promise<Awaited<R>> {
    try {
      return this.#run(work, options);
    } catch (error) {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as it is
      return Promise.reject(error);
    }
  }

  #run<R>(
    work: (transaction: CurrentTransaction) => R | PromiseLike<R>,
    options: TransactionOptions,
  ): Promise<Awaited<R>> {
    assertTransactionOptions(options);
    assertWork(work);
    const { connection, ambient } = this.#environment;
    const { propagation = 'required' } = options;
    const attempt = ambient.find(connection);
    if (attempt && propagation === 'never') throw new TransactionNotAllowedError(connection.name);
    if (!attempt && propagation === 'mandatory') throw new TransactionRequiredError(connection.name);
    if (attempt && propagation !== 'requiresNew') return this.#join(attempt, work, options);
    if (propagation === 'never') return this.#without(work as () => R);
    if (!attempt) ambient.assertCanWrite(connection);
    return this.#begin(work, options);
  }

  /** Runs a transaction of its own. @throws what `runTransaction` throws */
  async #begin<R>(
    work: (transaction: CurrentTransaction) => R | PromiseLike<R>,
    options: TransactionOptions,
  ): Promise<Awaited<R>> {
    const { work: ongoing } = this.#environment.connection;
    ongoing.begin('a transaction');
    try {
      const run = new TransactionRun(options.context ?? this.#environment.currentContext());
      return await runTransaction(
        this.#environment,
        run,
        (begun) => work(new TransactionHandle(begun)),
        options,
      );
    } finally {
      ongoing.end();
    }
  }

  async #without<R>(work: () => R | PromiseLike<R>): Promise<Awaited<R>> {
    return await work();
  }

  /** Runs the work as part of another transaction: its error rolls that back, even if it is caught there. */
  async #join<R>(
    attempt: TransactionAttempt,
    work: (transaction: CurrentTransaction) => R | PromiseLike<R>,
    options: TransactionOptions,
  ): Promise<Awaited<R>> {
    attempt.assertUsable();
    nameDocuments(this.#environment, attempt.run, options);
    try {
      return await work(new TransactionHandle(attempt));
    } catch (error) {
      attempt.fail(error);
      throw error;
    }
  }
}
