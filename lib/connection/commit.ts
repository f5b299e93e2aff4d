import { MongoServerError, MongoTransactionError, MongoWriteConcernError } from 'mongodb';
import { backOff } from './back-off.js';
import { hasLabel } from './error-labels.js';
import { CommitOutcomeUnknownError } from './transaction-errors.js';
import type { TransactionScope } from './transaction-scope.js';

const maxTimeExpired = 50;
const unknownResult = 'UnknownTransactionCommitResult';

/**
 * Commits an attempt, durably: by a majority. Where the answer is lost the server is asked again, which does it once at most.
 * @throws CommitOutcomeUnknownError if no answer arrives until `deadline`, or the driver's error if it is not committed
 */
export async function commit({ session, unit }: TransactionScope, deadline: number): Promise<void> {
  let wasAsked = false;
  for (let attempt = 1; ; attempt++) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      if (hasLabel(error, 'TransientTransactionError') || (!wasAsked && isRefusal(error))) throw error;
      wasAsked = true;
      // The server has done it, and says so again; or it has used up its time.
      const isAnswered = error instanceof MongoWriteConcernError && !hasLabel(error, unknownResult);
      const isFinal = isAnswered || codeOf(error) === maxTimeExpired || performance.now() >= deadline;
      if (isFinal) throw new CommitOutcomeUnknownError(unit.id, error);
      await backOff(attempt);
    }
  }
}

/**
 * Whether nothing is committed, for sure. The driver labels no error of a connection whose pool was cleared meanwhile, and throws the
 * error of its second try only: so what is no reply says nothing of the first.
 */
function isRefusal(error: unknown): boolean {
  if (error instanceof MongoTransactionError) return true;
  return (
    error instanceof MongoServerError &&
    !(error instanceof MongoWriteConcernError) &&
    !hasLabel(error, unknownResult)
  );
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}
