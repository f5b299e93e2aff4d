import { ReadPreference, WriteConcern } from 'mongodb';
import type { ClientSession } from 'mongodb';
import { elementsOf } from '../value/elements-of.js';
import type { AfterPhase } from '../signal/phase.js';
import { isOutcomeUnknown, isTransient, lastErrorOf } from './attempt-outcome.js';
import { backOff } from './back-off.js';
import { callDriver } from './call-driver.js';
import { commit } from './commit.js';
import type { Connection } from './connection.js';
import type { TransactionOptions } from './transaction-options.js';
import { freeOnServer } from './free-on-server.js';
import { TransactionScope } from './transaction-scope.js';
import type { TransactionScopes } from './transaction-scopes.js';
import { translateError } from './translate-error.js';
import type { NotRestored, Unit } from './unit.js';

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
  const { connection, scopes } = environment;
  try {
    nameDocuments(environment, unit, options);
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
          result = await scopes.run(scope, () => settle(work(scope)));
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
        await endFailed(environment, scope, error, { isAsked, deadline });
        await backOff(attempt);
        continue;
      } finally {
        const ending = endSession(scope);
        if (ending) await ending;
      }
      unit.forget();
      const telling = tell(environment, 'afterCommit', scope, undefined);
      if (telling) await telling;
      return result;
    }
  } finally {
    unit.forget();
  }
}

/** Ends an attempt that has failed, and returns if another one is to be made. @throws what the caller gets if there is none */
async function endFailed(
  environment: UnitEnvironment,
  scope: TransactionScope,
  error: unknown,
  { isAsked, deadline }: { readonly isAsked: boolean; readonly deadline: number },
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
  if (isAsked) await scopes.outside(() => freeOnServer(scope, last));
  if (notRestored.length > 0) {
    scopes.outside(() => {
      environment.reportNotRestored(scope, notRestored, last);
    });
  }
  const telling = isUnknown ? undefined : tell(environment, 'afterRollback', scope, last);
  if (telling) await telling;
  throw last;
}

/**
 * Waits for what the work returns where that is called in its scope: a query that is executed when it is awaited is executed in the
 * transaction, and once.
 */
function settle<R>(result: R | PromiseLike<R>): R | PromiseLike<R> {
  return result instanceof Promise ? (result as Promise<R>) : settleLater(result);
}

async function settleLater<R>(result: R | PromiseLike<R>): Promise<Awaited<R>> {
  return await result;
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

/** What the client says of reads outside of transactions, the driver would take for the commands inside. */
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
function endSession({ session }: TransactionScope): Promise<void> | undefined {
  if (!session.inTransaction()) return session.endSession();
  session.serverSession.isDirty = true;
  void session.endSession().catch(() => undefined);
  return undefined;
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
