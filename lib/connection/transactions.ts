import type { ClientSession } from 'mongodb';
import { elementsOf } from '../schema/elements-of.js';
import { runUnit } from './run-unit.js';
import type { UnitEnvironment } from './run-unit.js';
import { assertTransactionOptions } from './assert-transaction-options.js';
import { callDriver } from './call-driver.js';
import { TransactionNotAllowedError, TransactionRequiredError } from './transaction-errors.js';
import type { TransactionOptions } from './transaction-options.js';
import type { TransactionScope } from './transaction-scope.js';
import { Unit } from './unit.js';
import type { DocumentBefore } from './unit.js';

/** The attempt of a transaction that the work is called in. */
export interface CurrentTransaction {
  /** The same for all attempts: a UUID, made anew for each transaction. */
  readonly id: string;
  /** From 1 on. */
  readonly attempt: number;
  /** The driver's session, for commands of the driver that belong to the transaction. In a joined part the same. */
  readonly session: ClientSession;
}

/** Remembers what a document is like now. */
export type RememberDocument = (document: object) => DocumentBefore;

/**
 * Transactions on one connection: what repositories write in one is committed together, or not at all. Injected by its class for the
 * connection `default`, else by `@InjectTransactions(name)`.
 */
export class Transactions {
  readonly #environment: UnitEnvironment;
  readonly #remember: RememberDocument;

  /** @internal */
  constructor(environment: UnitEnvironment, remember: RememberDocument) {
    this.#environment = environment;
    this.#remember = remember;
  }

  /**
   * Runs `work` in a transaction. Every operation of a repository of this connection that is called in it, however deep, belongs to it.
   * Where others write the same at the same time, or the network fails, `work` is called again, with documents in memory as they were
   * before; so what it does elsewhere may be done more than once. The commit is by a majority. With `never`, `work` is given nothing.
   *
   * ```ts
   * await this.transactions.run(async () => {
   *   const from = await this.accounts.getById(fromId);
   *   from.balance -= amount;
   *   await this.accounts.save(from);
   * });
   * ```
   * @returns what `work` returns, after the commit and the listeners of the phase `afterCommit`
   * @throws what `work` throws, after a rollback; TransactionFailedError, TransactionInterruptedError, TransactionConflictError, CommitRefusedError, CommitOutcomeUnknownError, TransactionNotRepeatableError,
   * TransactionRequiredError, TransactionNotAllowedError, TransactionScopeClosedError, TransactionsNotSupportedError, ServerUnavailableError, OtherConnectionError,
   * InvalidTransactionOptionsError
   */
  async run<R>(
    work: (transaction: CurrentTransaction) => R | PromiseLike<R>,
    options: TransactionOptions = {},
  ): Promise<Awaited<R>> {
    assertTransactionOptions(options);
    const { connection, scopes } = this.#environment;
    const { propagation = 'required' } = options;
    const scope = scopes.find(connection);
    if (scope && propagation === 'never') throw new TransactionNotAllowedError(connection.name);
    if (!scope && propagation === 'mandatory') throw new TransactionRequiredError(connection.name);
    if (scope && propagation !== 'requiresNew') return await this.#join(scope, work, options);
    if (propagation === 'never') return await (work as () => R)();
    if (!scope) scopes.assertCanWrite(connection);
    if (!connection.isKnownToHaveTransactions)
      await callDriver(connection, 'a transaction', 'read', () => connection.assertTransactions());
    const unit = new Unit(Object.freeze({ ...options.context }));
    this.#rememberIn(unit, options);
    try {
      return await runUnit(this.#environment, unit, (begun) => work(transactionOf(begun)), options);
    } finally {
      unit.forget();
    }
  }

  /** A part of another transaction: its error rolls that back, also if it is caught there. */
  async #join<R>(
    scope: TransactionScope,
    work: (transaction: CurrentTransaction) => R | PromiseLike<R>,
    options: TransactionOptions,
  ): Promise<Awaited<R>> {
    scope.assertUsable();
    this.#rememberIn(scope.unit, options);
    try {
      return await work(transactionOf(scope));
    } catch (error) {
      scope.fail(error);
      throw error;
    }
  }

  #rememberIn(unit: Unit, { documents = [] }: TransactionOptions): void {
    for (const document of elementsOf(documents)) unit.remember(document, this.#remember(document));
  }
}

function transactionOf({ unit, attempt, session }: TransactionScope): CurrentTransaction {
  return Object.freeze({ id: unit.id, attempt, session });
}
