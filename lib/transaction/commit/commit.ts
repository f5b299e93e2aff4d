import { MongoAPIError, MongoClientClosedError, MongoServerError, MongoWriteConcernError } from 'mongodb';
import { backOff } from './back-off.js';
import { longestTimer } from '../../signal/timeout.js';
import { classifyError, reasonOf } from '../../driver/translation/classify-error.js';
import { hasLabel, isNetworkError } from '../../driver/errors/error-labels.js';
import {
  CommitOutcomeUnknownError,
  CommitRefusedError,
  TransactionInterruptedError,
} from '../transaction-errors.js';
import type { TransactionAttempt } from '../transaction-attempt.js';

const maxTimeExpired = 50;
/** The minimum time for a commit's answer in milliseconds, even after long work: as long as the server waits for its majority. */
const leastWait = 10_000;
const unknownResult = 'UnknownTransactionCommitResult';

/**
 * Commits an attempt with write concern majority. If the answer is lost, the server is asked again; it commits at most once.
 * @throws CommitOutcomeUnknownError if no answer arrives until `deadline`, and for at least 10 seconds; if it is not committed
 * TransactionInterruptedError where the server could not be asked, CommitRefusedError, or the driver's error where another attempt may
 * succeed
 */
export async function commit(
  { session, run, connection }: TransactionAttempt,
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
      // The server no longer knows the transaction, even if it was asked before.
      if (hasLabel(error, 'TransientTransactionError')) throw error;
      // The driver asks twice; if the second try finds no server, the error does not tell that the first one was sent.
      isUnknown ||= saysUnknown(error) || interruptions.count !== before;
      if (!isUnknown) throw notCommitted(run.id, error);
      if (!isWorthAskingAgain(error) || performance.now() >= deadline)
        throw new CommitOutcomeUnknownError(run.id, error);
      await backOff(attempt);
      continue;
    }
    throw new CommitOutcomeUnknownError(run.id, undefined);
  }
}

/**
 * Waits for a call at most until then: a silent connection may never answer.
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
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- passes on the driver's own error
        reject(error);
      },
    );
  });
}

/**
 * The driver does not label errors of a connection whose pool was cleared meanwhile, nor those of a client that is closed while it waits.
 */
function saysUnknown(error: unknown): boolean {
  return (
    hasLabel(error, unknownResult) ||
    error instanceof MongoWriteConcernError ||
    error instanceof MongoClientClosedError ||
    isNetworkError(error)
  );
}

/** Whether to ask again: not if the server has given a final answer, nor if the client is closed. */
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
