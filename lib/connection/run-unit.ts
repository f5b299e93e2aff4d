import { MongoError, ReadPreference, WriteConcern } from 'mongodb';
import type { AfterPhase } from '../signal/phase.js';
import { backOff } from './back-off.js';
import { callDriver } from './call-driver.js';
import { commit } from './commit.js';
import type { Connection } from './connection.js';
import { hasLabel, isOfNetwork } from './error-labels.js';
import { ReadFailedError } from './read-errors.js';
import {
  CommitOutcomeUnknownError,
  TransactionConflictError,
  TransactionFailedError,
  TransactionInterruptedError,
  TransactionNotRepeatableError,
} from './transaction-errors.js';
import type { TransactionOptions } from './transaction-options.js';
import { freeOnServer } from './free-on-server.js';
import { TransactionScope } from './transaction-scope.js';
import type { TransactionScopes } from './transaction-scopes.js';
import type { Unit } from './unit.js';

/** What a transaction runs with. */
export interface UnitEnvironment {
  readonly connection: Connection;
  readonly scopes: TransactionScopes;
  /** Tells listeners that have no document, if there are any; never rejects. */
  readonly tellEnding: (
    ending: AfterPhase,
    scope: TransactionScope,
    error: unknown,
  ) => Promise<void> | undefined;
}

/**
 * Attempts a transaction until one attempt is committed or fails for another reason than others that write at the same time or a network
 * that comes and goes. Documents in memory are as before the unit at the start of every attempt, and after the last one has failed.
 * @throws what the work threw, TransactionFailedError if it caught that, ShuttingDownError, CommitRefusedError, CommitOutcomeUnknownError,
 *   TransactionNotRepeatableError; after the last attempt TransactionConflictError or TransactionInterruptedError for the driver's errors
 */
export async function runUnit<R>(
  environment: UnitEnvironment,
  unit: Unit,
  work: (scope: TransactionScope) => R | PromiseLike<R>,
  options: TransactionOptions,
): Promise<Awaited<R>> {
  const { connection, scopes } = environment;
  if (!connection.isKnownToHaveTransactions)
    await callDriver(connection, 'a transaction', 'read', () => connection.assertTransactions());
  const deadline = performance.now() + (options.timeBudget ?? 30_000);
  for (let attempt = 1; ; attempt++) {
    const scope = newScope(environment, unit, attempt, options);
    let result: Awaited<R>;
    let isAsked = false;
    try {
      begin(scope, options);
      try {
        result = await scopes.run(scope, () => work(scope));
      } finally {
        // What of the work is still under way is waited for.
        const closing = scope.close();
        if (closing) await closing;
      }
      scope.assertNotFailed();
      connection.work.assertNotOver('a transaction');
      isAsked = true;
      await commit(scope, deadline);
    } catch (error) {
      const isUnknown = isOutcomeUnknown(scope, error);
      if (!isUnknown) await rollBack(scope);
      await scope.release();
      unit.restore();
      const mayRepeat = isTransient(scope, error);
      if (mayRepeat && performance.now() < deadline) {
        unit.lastError = error;
        await backOff(attempt);
        continue;
      }
      unit.forget();
      const last = mayRepeat ? lastErrorOf(scope, error) : error;
      if (isAsked) await freeOnServer(scope, last);
      const telling = isUnknown ? undefined : tell(environment, 'afterRollback', scope, last);
      if (telling) await telling;
      throw last;
    } finally {
      const ending = endSession(scope);
      if (ending) await ending;
    }
    unit.forget();
    const telling = tell(environment, 'afterCommit', scope, undefined);
    if (telling) await telling;
    return result;
  }
}

function newScope(
  { connection, scopes }: UnitEnvironment,
  unit: Unit,
  attempt: number,
  { allowOtherConnections = false }: TransactionOptions,
): TransactionScope {
  const session = connection.client.startSession();
  return new TransactionScope(unit, connection, session, attempt, scopes.current, allowOtherConnections);
}

/** What the client says of reads outside of transactions, the driver would take for the commands inside. */
const durable = Object.freeze({
  writeConcern: new WriteConcern('majority'),
  readPreference: ReadPreference.primary,
});

function begin({ session }: TransactionScope, { readConcern }: TransactionOptions): void {
  session.startTransaction(readConcern ? { ...durable, readConcern: { level: readConcern } } : durable);
}

/** The driver keeps errors of an abort to itself: the server ends the transaction as well where it does not hear of that. */
async function rollBack({ session }: TransactionScope): Promise<void> {
  if (session.inTransaction()) await session.abortTransaction();
}

/** A commit that nobody has answered is still under way: its session is used for nothing else, and its end is not waited for. */
function endSession({ session }: TransactionScope): Promise<void> | undefined {
  if (!session.inTransaction()) return session.endSession();
  session.serverSession.isDirty = true;
  void session.endSession().catch(() => undefined);
  return undefined;
}

/** Whether another attempt may succeed: whatever the work has made of the error of a command. */
function isTransient({ failure }: TransactionScope, error: unknown): boolean {
  if (failure?.error instanceof TransactionNotRepeatableError) return false;
  const label = 'TransientTransactionError';
  if (hasLabel(error, label)) return true;
  return failure !== undefined && (hasLabel(failure.error, label) || isOfNetwork(failure.error));
}

/** Errors of another transaction, begun in this one, say nothing of this one. */
function isOutcomeUnknown({ unit }: TransactionScope, error: unknown): boolean {
  return error instanceof CommitOutcomeUnknownError && error.transactionId === unit.id;
}

/** What the caller gets after the last attempt. The driver's own errors are translated where the work has let them through. */
function lastErrorOf({ unit, attempt }: TransactionScope, error: unknown): unknown {
  // Others in the work, or the work itself, may have been told only that one before them had failed.
  const isToldOf = error instanceof TransactionFailedError && error.transactionId === unit.id;
  const told = isToldOf ? error.cause : error;
  const first = told instanceof ReadFailedError ? told.cause : told;
  if (!(first instanceof MongoError)) return error;
  return isOfNetwork(first)
    ? new TransactionInterruptedError(unit.id, first)
    : new TransactionConflictError(unit.id, attempt, first);
}

/** Tells those who wait for the end, then listeners that have no document. @returns a promise if there are any */
function tell(
  { scopes, tellEnding }: UnitEnvironment,
  ending: AfterPhase,
  scope: TransactionScope,
  error: unknown,
): Promise<void> | undefined {
  return scopes.outside(() =>
    scope.waiting.length > 0
      ? tellWaiting(tellEnding, ending, scope, error)
      : tellEnding(ending, scope, error),
  );
}

async function tellWaiting(
  tellEnding: UnitEnvironment['tellEnding'],
  ending: AfterPhase,
  scope: TransactionScope,
  error: unknown,
): Promise<void> {
  for (const each of scope.waiting) await each(ending);
  await tellEnding(ending, scope, error);
}
