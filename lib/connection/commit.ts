import { MongoAPIError, MongoServerError, MongoWriteConcernError } from 'mongodb';
import { backOff } from './back-off.js';
import { classifyError } from './classify-error.js';
import { hasLabel, isOfNetwork } from './error-labels.js';
import { CommitOutcomeUnknownError, TransactionInterruptedError } from './transaction-errors.js';
import type { TransactionScope } from './transaction-scope.js';

const maxTimeExpired = 50;
const unknownResult = 'UnknownTransactionCommitResult';

/**
 * Commits an attempt, durably: by a majority. Where the answer is lost the server is asked again, which does it once at most.
 * @throws CommitOutcomeUnknownError if no answer arrives until `deadline`, TransactionInterruptedError if the server could not be asked, or
 *   the driver's error if it is not committed
 */
export async function commit(
  { session, unit, connection }: TransactionScope,
  deadline: number,
): Promise<void> {
  const { interruptions } = connection;
  const before = interruptions.count;
  let isUnknown = false;
  for (let attempt = 1; ; attempt++) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      // The server says that there is none to commit, also if it was asked before.
      if (hasLabel(error, 'TransientTransactionError')) throw error;
      // The driver asks twice, and of a second time that finds no server it does not say that the first one was sent.
      isUnknown ||= saysUnknown(error) || interruptions.count !== before;
      if (!isUnknown) throw notCommitted(unit.id, error);
      if (!isWorthAskingAgain(error) || performance.now() >= deadline)
        throw new CommitOutcomeUnknownError(unit.id, error);
      await backOff(attempt);
    }
  }
}

/** The driver labels no error of a connection whose pool was cleared meanwhile. */
function saysUnknown(error: unknown): boolean {
  return hasLabel(error, unknownResult) || error instanceof MongoWriteConcernError || isOfNetwork(error);
}

/** Not where the server has said what it can, nor where the client is closed. */
function isWorthAskingAgain(error: unknown): boolean {
  if (hasLabel(error, unknownResult)) return codeOf(error) !== maxTimeExpired;
  return !(error instanceof MongoServerError || error instanceof MongoAPIError);
}

function notCommitted(id: string, error: unknown): unknown {
  const wasNotSent = classifyError(error, 'write', false) === 'unavailable';
  return wasNotSent ? new TransactionInterruptedError(id, error) : error;
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}
