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
import { killSession } from './kill-session.js';
import { TransactionAttempt } from './transaction-attempt.js';
import type { AmbientTransaction } from './ambient-transaction.js';
import { translateError } from '../driver/translation/translate-error.js';
import type { NotRestored, TransactionRun } from './transaction-run.js';

/** The dependencies of a running transaction. */
export interface TransactionEnvironment {
  readonly connection: Connection;
  readonly ambient: AmbientTransaction;
  /** Gives the context of a transaction without one, if its end has receivers. @throws what the connection's source throws */
  readonly currentContext: () => Context | undefined;
  /** Notifies listeners of the end: first about each write, then about the transaction itself. Never rejects. */
  readonly announceEnd: (ending: AfterPhase, attempt: TransactionAttempt, error: unknown) => Promise<void>;
  /** Remembers the current values of a document that the work is declared to change. */
  readonly nameDocument: (run: TransactionRun, document: object) => void;
  /** Reports documents that could not be restored. Never throws. */
  readonly reportNotRestored: (
    attempt: TransactionAttempt,
    documents: readonly NotRestored[],
    error: unknown,
  ) => void;
}

/** Remembers the documents that a transaction, or a part of it, is declared to change. */
export function nameDocuments(
  { nameDocument }: TransactionEnvironment,
  run: TransactionRun,
  { documents = [] }: TransactionOptions,
): void {
  for (const document of elementsOf(documents)) nameDocument(run, document);
}

/**
 * Repeats a transaction until it is committed, or fails for a reason other than conflicting writes or the network. At the start of every
 * attempt, and after the last failure, documents in memory are as before the transaction. They stay locked until its end.
 * @throws what the work threw, TransactionFailedError if it caught that, ShuttingDownError, CommitRefusedError, CommitOutcomeUnknownError,
 * TransactionNotRepeatableError; after the last attempt TransactionConflictError or TransactionInterruptedError for the driver's errors
 */
export async function runTransaction<R>(
  environment: TransactionEnvironment,
  run: TransactionRun,
  work: (attempt: TransactionAttempt) => R | PromiseLike<R>,
  options: TransactionOptions,
): Promise<Awaited<R>> {
  const { ambient } = environment;
  try {
    nameDocuments(environment, run, options);
    await assertTransactions(environment);
    const deadline = performance.now() + (options.timeout ?? 30_000);
    for (let number = 1; ; number++) {
      const attempt = newAttempt(environment, run, number, options);
      const outcome = await attemptOnce(environment, attempt, work, options, deadline);
      if (outcome) {
        run.forget();
        await ambient.outside(() => environment.announceEnd('afterCommit', attempt, undefined));
        return outcome.result;
      }
      await backOff(number);
    }
  } finally {
    run.forget();
  }
}

/** @throws TransactionsNotSupportedError, ServerUnavailableError */
async function assertTransactions({ connection }: TransactionEnvironment): Promise<void> {
  if (connection.isKnownToHaveTransactions) return;
  await callDriver(connection, { name: 'a transaction' }, 'read', () => connection.assertTransactions());
}

/** @returns the result of the work if it is committed; undefined if another attempt follows @throws the caller's error if none follows */
async function attemptOnce<R>(
  environment: TransactionEnvironment,
  attempt: TransactionAttempt,
  work: (attempt: TransactionAttempt) => R | PromiseLike<R>,
  options: TransactionOptions,
  deadline: number,
): Promise<{ readonly result: Awaited<R> } | undefined> {
  try {
    begin(attempt, options);
    const result = await callWork(environment, attempt, work);
    attempt.assertNotFailed();
    attempt.connection.work.assertNotOver('a transaction');
    attempt.isCommitting = true;
    await commit(attempt, deadline);
    return { result };
  } catch (error) {
    await endFailed(environment, attempt, error, deadline);
    return undefined;
  } finally {
    await endSession(attempt);
  }
}

/**
 * Calls the work inside its attempt, and waits for its unfinished operations. The result is awaited inside as well: a lazy query that runs
 * when it is awaited runs in the transaction, and once.
 */
async function callWork<R>(
  { ambient }: TransactionEnvironment,
  attempt: TransactionAttempt,
  work: (attempt: TransactionAttempt) => R | PromiseLike<R>,
): Promise<Awaited<R>> {
  try {
    return await ambient.run(attempt, async () => await work(attempt));
  } finally {
    await attempt.close();
  }
}

/** Ends a failed attempt, and returns if another one follows. @throws the caller's error if none follows */
async function endFailed(
  environment: TransactionEnvironment,
  attempt: TransactionAttempt,
  error: unknown,
  deadline: number,
): Promise<void> {
  const { ambient } = environment;
  const { run } = attempt;
  const isUnknown = isOutcomeUnknown(attempt, error);
  if (!isUnknown) await rollBack(attempt);
  await attempt.release();
  const notRestored = run.restore();
  const mayRepeat = isTransient(attempt, error);
  if (mayRepeat && notRestored.length === 0 && performance.now() < deadline) {
    run.lastError = error;
    return;
  }
  run.forget();
  const last = mayRepeat ? lastErrorOf(attempt, error, notRestored) : error;
  if (attempt.isCommitting) await ambient.outside(() => killSession(attempt, last));
  if (notRestored.length > 0) {
    ambient.outside(() => {
      environment.reportNotRestored(attempt, notRestored, last);
    });
  }
  if (!isUnknown) await ambient.outside(() => environment.announceEnd('notApplied', attempt, last));
  throw last;
}

function newAttempt(
  { connection, ambient }: TransactionEnvironment,
  run: TransactionRun,
  number: number,
  { allowOtherConnections = false }: TransactionOptions,
): TransactionAttempt {
  const session = startSession(connection);
  return new TransactionAttempt(run, connection, session, number, ambient.current, allowOtherConnections);
}

/** @throws ServerUnavailableError if the client is closed */
function startSession({ client }: Connection): ClientSession {
  try {
    return client.startSession();
  } catch (error) {
    throw translateError(error, { name: 'a transaction' }, 'read', false);
  }
}

/** Overrides the client's read preference: inside a transaction the driver would apply it, and fail. */
const durable = Object.freeze({
  writeConcern: new WriteConcern('majority'),
  readPreference: ReadPreference.primary,
});

function begin({ session }: TransactionAttempt, { readConcern }: TransactionOptions): void {
  session.startTransaction(readConcern ? { ...durable, readConcern: { level: readConcern } } : durable);
}

/** Rolls back, and ignores errors: if the abort does not reach the server, the server ends the transaction itself. */
async function rollBack({ session }: TransactionAttempt): Promise<void> {
  if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
}

/** Ends the session. An unanswered commit is still under way: its session is not reused, and its end is not awaited. */
async function endSession({ session }: TransactionAttempt): Promise<void> {
  if (!session.inTransaction()) {
    await session.endSession();
    return;
  }
  session.serverSession.isDirty = true;
  void session.endSession().catch(() => undefined);
}
