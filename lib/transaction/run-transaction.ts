import { ReadPreference, WriteConcern } from 'mongodb';
import type { ClientSession } from 'mongodb';
import { elementsOf } from '../value/elements-of.js';
import type { AfterPhase } from '../signal/phase.js';
import type { Context } from '../signal/signal-context.js';
import { isOutcomeUnknown, isTransient, lastErrorOf } from './attempt-outcome.js';
import { backOff } from './commit/back-off.js';
import { callDriver } from '../driver/command/call-driver.js';
import { commit } from './commit/commit.js';
import type { Connection } from '../driver/connection.js';
import type { TransactionOptions } from './transaction-options.js';
import { freeOnServer } from './kill-session.js';
import { TransactionScope } from './transaction-attempt.js';
import type { TransactionScopes } from './ambient-transaction.js';
import { translateError } from '../driver/errors/translate-error.js';
import type { NotRestored, Unit } from './transaction-run.js';

/** The dependencies of a running transaction. */
export interface UnitEnvironment {
  readonly connection: Connection;
  readonly scopes: TransactionScopes;
  /** Gives the context of a transaction without one, if its end has receivers. @throws what the connection's source throws */
  readonly currentContext: () => Context | undefined;
  /** Notifies listeners of the end: first about each write, then about the transaction itself. Never rejects. */
  readonly tellEnding: (ending: AfterPhase, scope: TransactionScope, error: unknown) => Promise<void>;
  /** Remembers the current values of a document that the work is declared to change. */
  readonly nameDocument: (unit: Unit, document: object) => void;
  /** Reports documents that could not be restored. Never throws. */
  readonly reportNotRestored: (
    scope: TransactionScope,
    documents: readonly NotRestored[],
    error: unknown,
  ) => void;
}

/** Remembers the documents that a transaction, or a part of it, is declared to change. */
export function nameDocuments(
  { nameDocument }: UnitEnvironment,
  unit: Unit,
  { documents = [] }: TransactionOptions,
): void {
  for (const document of elementsOf(documents)) nameDocument(unit, document);
}

/**
 * Repeats a transaction until it is committed, or fails for a reason other than conflicting writes or the network. At the start of every
 * attempt, and after the last failure, documents in memory are as before the transaction. They stay locked until its end.
 * @throws what the work threw, TransactionFailedError if it caught that, ShuttingDownError, CommitRefusedError, CommitOutcomeUnknownError,
 * TransactionNotRepeatableError; after the last attempt TransactionConflictError or TransactionInterruptedError for the driver's errors
 */
export async function runUnit<R>(
  environment: UnitEnvironment,
  unit: Unit,
  work: (scope: TransactionScope) => R | PromiseLike<R>,
  options: TransactionOptions,
): Promise<Awaited<R>> {
  const { scopes } = environment;
  try {
    nameDocuments(environment, unit, options);
    await assertTransactions(environment);
    const deadline = performance.now() + (options.timeout ?? 30_000);
    for (let attempt = 1; ; attempt++) {
      const scope = newScope(environment, unit, attempt, options);
      const outcome = await attemptOnce(environment, scope, work, options, deadline);
      if (outcome) {
        unit.forget();
        await scopes.outside(() => environment.tellEnding('afterCommit', scope, undefined));
        return outcome.result;
      }
      await backOff(attempt);
    }
  } finally {
    unit.forget();
  }
}

/** @throws TransactionsNotSupportedError, ServerUnavailableError */
async function assertTransactions({ connection }: UnitEnvironment): Promise<void> {
  if (connection.isKnownToHaveTransactions) return;
  await callDriver(connection, 'a transaction', 'read', () => connection.assertTransactions());
}

/** @returns the result of the work if it is committed; undefined if another attempt follows @throws the caller's error if none follows */
async function attemptOnce<R>(
  environment: UnitEnvironment,
  scope: TransactionScope,
  work: (scope: TransactionScope) => R | PromiseLike<R>,
  options: TransactionOptions,
  deadline: number,
): Promise<{ readonly result: Awaited<R> } | undefined> {
  try {
    begin(scope, options);
    const result = await callWork(environment, scope, work);
    scope.assertNotFailed();
    scope.connection.work.assertNotOver('a transaction');
    scope.isCommitting = true;
    await commit(scope, deadline);
    return { result };
  } catch (error) {
    await endFailed(environment, scope, error, deadline);
    return undefined;
  } finally {
    await endSession(scope);
  }
}

/**
 * Calls the work inside its attempt, and waits for its unfinished operations. The result is awaited inside as well: a lazy query that runs
 * when it is awaited runs in the transaction, and once.
 */
async function callWork<R>(
  { scopes }: UnitEnvironment,
  scope: TransactionScope,
  work: (scope: TransactionScope) => R | PromiseLike<R>,
): Promise<Awaited<R>> {
  try {
    return await scopes.run(scope, async () => await work(scope));
  } finally {
    await scope.close();
  }
}

/** Ends a failed attempt, and returns if another one follows. @throws the caller's error if none follows */
async function endFailed(
  environment: UnitEnvironment,
  scope: TransactionScope,
  error: unknown,
  deadline: number,
): Promise<void> {
  const { scopes } = environment;
  const { unit } = scope;
  const isUnknown = isOutcomeUnknown(scope, error);
  if (!isUnknown) await rollBack(scope);
  await scope.release();
  const notRestored = unit.restore();
  const mayRepeat = isTransient(scope, error);
  if (mayRepeat && notRestored.length === 0 && performance.now() < deadline) {
    unit.lastError = error;
    return;
  }
  unit.forget();
  const last = mayRepeat ? lastErrorOf(scope, error, notRestored) : error;
  if (scope.isCommitting) await scopes.outside(() => freeOnServer(scope, last));
  if (notRestored.length > 0) {
    scopes.outside(() => {
      environment.reportNotRestored(scope, notRestored, last);
    });
  }
  if (!isUnknown) await scopes.outside(() => environment.tellEnding('notApplied', scope, last));
  throw last;
}

function newScope(
  { connection, scopes }: UnitEnvironment,
  unit: Unit,
  attempt: number,
  { allowOtherConnections = false }: TransactionOptions,
): TransactionScope {
  const session = startSession(connection);
  return new TransactionScope(unit, connection, session, attempt, scopes.current, allowOtherConnections);
}

/** @throws ServerUnavailableError if the client is closed */
function startSession({ client }: Connection): ClientSession {
  try {
    return client.startSession();
  } catch (error) {
    throw translateError(error, 'a transaction', 'read', false);
  }
}

/** Overrides the client's read preference: inside a transaction the driver would apply it, and fail. */
const durable = Object.freeze({
  writeConcern: new WriteConcern('majority'),
  readPreference: ReadPreference.primary,
});

function begin({ session }: TransactionScope, { readConcern }: TransactionOptions): void {
  session.startTransaction(readConcern ? { ...durable, readConcern: { level: readConcern } } : durable);
}

/** Rolls back, and ignores errors: if the abort does not reach the server, the server ends the transaction itself. */
async function rollBack({ session }: TransactionScope): Promise<void> {
  if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
}

/** Ends the session. An unanswered commit is still under way: its session is not reused, and its end is not awaited. */
async function endSession({ session }: TransactionScope): Promise<void> {
  if (!session.inTransaction()) {
    await session.endSession();
    return;
  }
  session.serverSession.isDirty = true;
  void session.endSession().catch(() => undefined);
}
