import { MongoAPIError, MongoClientClosedError, MongoServerError, MongoWriteConcernError } from 'mongodb';
import { backOff } from './back-off.js';
import { longestTimer } from '../../signal/timeout.js';
import { classifyError, reasonOf } from '../../driver/errors/classify-error.js';
import { hasLabel, isOfNetwork } from '../../driver/errors/error-labels.js';
import {
  CommitOutcomeUnknownError,
  CommitRefusedError,
  TransactionInterruptedError,
} from '../transaction-errors.js';
import type { TransactionScope } from '../transaction-attempt.js';

const maxTimeExpired = 50;
/** Milliseconds that a commit has for its answer at least, also after a work that was long: as long as the server waits for its majority. */
const leastWait = 10_000;
const unknownResult = 'UnknownTransactionCommitResult';

/**
 * Commits an attempt, durably: by a majority. Where the answer is lost the server is asked again, which does it once at most.
 * @throws CommitOutcomeUnknownError if no answer arrives until `deadline`, and in the first 10 seconds; if it is not committed TransactionInterruptedError where the
 *   server could not be asked, CommitRefusedError, or the driver's error where another attempt may succeed
 */
export async function commit(
  { session, unit, connection }: TransactionScope,
  deadline: number,
): Promise<void> {
  const { interruptions } = connection;
  const before = interruptions.count;
  const until = Math.max(deadline, performance.now() + leastWait);
  let isUnknown = false;
  for (let attempt = 1; ; attempt++) {
    try {
      if (await isAnsweredBefore(until, session.commitTransaction())) return;
    } catch (error) {
      // The server says that there is none to commit, also if it was asked before.
      if (hasLabel(error, 'TransientTransactionError')) throw error;
      // The driver asks twice, and of a second time that finds no server it does not say that the first one was sent.
      isUnknown ||= saysUnknown(error) || interruptions.count !== before;
      if (!isUnknown) throw notCommitted(unit.id, error);
      if (!isWorthAskingAgain(error) || performance.now() >= deadline)
        throw new CommitOutcomeUnknownError(unit.id, error);
      await backOff(attempt);
      continue;
    }
    throw new CommitOutcomeUnknownError(unit.id, undefined);
  }
}

/**
 * Waits for a call until then at most: a connection that is silent may stay so for ever.
 * @returns whether it has succeeded; false if it is still under way
 * @throws its error
 */
function isAnsweredBefore(until: number, call: Promise<void>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const time = Math.min(until - performance.now(), longestTimer);
    const timer = setTimeout(() => {
      resolve(false);
    }, time);
    call.then(
      () => {
        clearTimeout(timer);
        resolve(true);
      },
      (error: unknown) => {
        clearTimeout(timer);
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the driver's own, as it is
        reject(error);
      },
    );
  });
}

/** The driver labels no error of a connection whose pool was cleared meanwhile, and none of a client that is closed while it waits. */
function saysUnknown(error: unknown): boolean {
  return (
    hasLabel(error, unknownResult) ||
    error instanceof MongoWriteConcernError ||
    error instanceof MongoClientClosedError ||
    isOfNetwork(error)
  );
}

/** Not where the server has said what it can, nor where the client is closed. */
function isWorthAskingAgain(error: unknown): boolean {
  if (hasLabel(error, unknownResult)) return codeOf(error) !== maxTimeExpired;
  return !(error instanceof MongoServerError || error instanceof MongoAPIError);
}

function notCommitted(id: string, error: unknown): Error {
  if (classifyError(error, 'write', false) === 'unavailable')
    return new TransactionInterruptedError(id, error);
  const reason = error instanceof MongoServerError ? reasonOf(error) : { code: undefined, name: undefined };
  return new CommitRefusedError(id, reason, error);
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}
