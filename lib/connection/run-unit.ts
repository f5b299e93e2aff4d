import type { AfterPhase } from '../signal/phase.js';
import { backOff } from './back-off.js';
import { commit } from './commit.js';
import type { Connection } from './connection.js';
import { hasLabel, isOfNetwork } from './error-labels.js';
import {
  CommitOutcomeUnknownError,
  TransactionFailedError,
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
  /** Tells listeners that have no document; never rejects. */
  readonly tellEnding: (ending: AfterPhase, scope: TransactionScope, error: unknown) => Promise<void>;
}

/**
 * Attempts a transaction until one attempt is committed or fails for another reason than others that write at the same time or a network
 * that comes and goes. Documents in memory are as before the unit at the start of every attempt, and after the last one has failed.
 * @throws what the work threw, TransactionFailedError if it caught that, CommitOutcomeUnknownError, TransactionNotRepeatableError
 */
export async function runUnit<R>(
  environment: UnitEnvironment,
  unit: Unit,
  work: (scope: TransactionScope) => R | PromiseLike<R>,
  options: TransactionOptions,
): Promise<R> {
  const { scopes, tellEnding } = environment;
  const deadline = performance.now() + (options.timeBudget ?? 30_000);
  for (let attempt = 1; ; attempt++) {
    const scope = newScope(environment, unit, attempt, options);
    let result: R;
    try {
      result = await attemptWork(scopes, scope, work, options);
      await commit(scope, deadline);
    } catch (error) {
      await rollBack(scope);
      await scope.release();
      unit.restore();
      if (isTransient(scope, error) && performance.now() < deadline) {
        unit.lastError = error;
        await backOff(attempt);
        continue;
      }
      // That of another transaction, begun in this one, says nothing of this one.
      if (error instanceof CommitOutcomeUnknownError && error.transactionId === unit.id)
        await freeOnServer(scope, error);
      else await scopes.outside(() => tellAll('afterRollback', scope, tellEnding, error));
      throw error;
    } finally {
      await scope.session.endSession();
    }
    await scopes.outside(() => tellAll('afterCommit', scope, tellEnding, undefined));
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

/** Calls the work, and waits for what of it is still under way. @throws what prevents a commit */
async function attemptWork<R>(
  scopes: TransactionScopes,
  scope: TransactionScope,
  work: (scope: TransactionScope) => R | PromiseLike<R>,
  { readConcern, readPreference }: TransactionOptions,
): Promise<R> {
  scope.session.startTransaction({
    writeConcern: { w: 'majority' },
    ...(readConcern && { readConcern: { level: readConcern } }),
    ...(readPreference && { readPreference }),
  });
  let result: R;
  try {
    result = await scopes.run(scope, () => work(scope));
  } finally {
    await scope.close();
  }
  if (scope.failure) throw new TransactionFailedError(scope.unit.id, scope.failure.error);
  return result;
}

/** The driver keeps errors of an abort to itself: the server ends the transaction as well where it does not hear of that. */
async function rollBack({ session }: TransactionScope): Promise<void> {
  if (session.inTransaction()) await session.abortTransaction();
}

/** Whether another attempt may succeed: whatever the work has made of the error of a command. */
function isTransient({ failure }: TransactionScope, error: unknown): boolean {
  if (failure?.error instanceof TransactionNotRepeatableError) return false;
  const label = 'TransientTransactionError';
  if (hasLabel(error, label)) return true;
  return failure !== undefined && (hasLabel(failure.error, label) || isOfNetwork(failure.error));
}

async function tellAll(
  ending: AfterPhase,
  scope: TransactionScope,
  tellEnding: UnitEnvironment['tellEnding'],
  error: unknown,
): Promise<void> {
  for (const each of scope.waiting) await each(ending);
  await tellEnding(ending, scope, error);
}
