import { MongoWriteConcernError } from 'mongodb';
import { backOff } from './back-off.js';
import { hasLabel } from './error-labels.js';
import { CommitOutcomeUnknownError } from './transaction-errors.js';
import type { TransactionScope } from './transaction-scope.js';

const maxTimeExpired = 50;

/**
 * Commits an attempt, durably: by a majority. Where the answer is lost the server is asked again, which does it once at most.
 * @throws CommitOutcomeUnknownError if no answer arrives until `deadline`, or the driver's error if it is not committed
 */
export async function commit({ session, unit }: TransactionScope, deadline: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await session.commitTransaction();
      return;
    } catch (error) {
      if (hasLabel(error, 'TransientTransactionError')) throw error;
      const isUnknown = hasLabel(error, 'UnknownTransactionCommitResult');
      if (!isUnknown && !(error instanceof MongoWriteConcernError)) throw error;
      const isFinal = !isUnknown || codeOf(error) === maxTimeExpired || performance.now() >= deadline;
      if (isFinal) throw new CommitOutcomeUnknownError(unit.id, error);
      await backOff(attempt);
    }
  }
}

function codeOf(error: unknown): unknown {
  return (error as { readonly code?: unknown }).code;
}
