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

/** What a transaction runs with. */
export interface UnitEnvironment {
  readonly connection: Connection;
  readonly scopes: TransactionScopes;
  /** The context of a transaction that is given none, if anybody will hear of its end. @throws what the connection's source throws */
  readonly currentContext: () => Context | undefined;
  /** Tells listeners of the end: those of what was written, then those of the transaction as a whole; never rejects. */
  readonly tellEnding: (ending: AfterPhase, scope: TransactionScope, error: unknown) => Promise<void>;
  /** Remembers a document that the work was said to change as it is now. */
  readonly nameDocument: (unit: Unit, document: object) => void;
  /** Tells of documents that are not what they were before; never throws. */
  readonly reportNotRestored: (
    scope: TransactionScope,
    documents: readonly NotRestored[],
    error: unknown,
  ) => void;
}

/** Remembers the documents that the work of a transaction, or of a part of it, was said to change. */
export function nameDocuments(
  { nameDocument }: UnitEnvironment,
  unit: Unit,
  { documents = [] }: TransactionOptions,
): void {
  for (const document of elementsOf(documents)) nameDocument(unit, document);
}

/**
 * Attempts a transaction until one attempt is committed or fails for another reason than others that write at the same time or a network
 * that comes and goes. Documents in memory are as before the unit at the start of every attempt, and after the last one has failed. Until
 * its end nobody else writes them.
 * @throws what the work threw, TransactionFailedError if it caught that, ShuttingDownError, CommitRefusedError, CommitOutcomeUnknownError,
 *   TransactionNotRepeatableError; after the last attempt TransactionConflictError or TransactionInterruptedError for the driver's errors
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

/** @returns what the work has returned if it is committed; undefined if another attempt is to be made @throws what the caller gets if none is */
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
 * Calls the work in its scope, and waits for what of it is still under way. What it returns is awaited in the scope as well: a query that
 * is executed when it is awaited is executed in the transaction, and once.
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

/** Ends an attempt that has failed, and returns if another one is to be made. @throws what the caller gets if there is none */
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

/** Errors of an abort say nothing to anybody: the server ends the transaction as well where it does not hear of that. */
async function rollBack({ session }: TransactionScope): Promise<void> {
  if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
}

/** A commit that nobody has answered is still under way: its session is used for nothing else, and its end is not waited for. */
async function endSession({ session }: TransactionScope): Promise<void> {
  if (!session.inTransaction()) {
    await session.endSession();
    return;
  }
  session.serverSession.isDirty = true;
  void session.endSession().catch(() => undefined);
}
