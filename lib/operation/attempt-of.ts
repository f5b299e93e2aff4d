import type { ClientSession } from 'mongodb';
import type { TransactionAttempt } from '../transaction/transaction-attempt.js';
import type { SignalOrigin } from '../lifecycle/payloads.js';
import type { RepositoryContext } from './repository-context.js';

const writes: readonly SignalOrigin[] = Object.freeze([
  ...(['save', 'saveMany', 'modify', 'bulkWrite', 'replace', 'insertMany'] as const),
  ...(['updateOne', 'updateMany', 'updateById', 'upsertOne'] as const),
  ...(['findOneAndUpdate', 'findOneAndReplace', 'findOneAndDelete'] as const),
  ...(['delete', 'deleteMany', 'deleteOne', 'deleteById'] as const),
  ...(['restore', 'restoreMany'] as const),
  ...(['claim', 'renew', 'release'] as const),
]);

/**
 * Finds the attempt that an operation belongs to: that of its session, else the one it was called in. A session that the application
 * started belongs to no attempt.
 * @throws OtherConnectionError, TransactionOverError if it would write where the transaction that it was called in cannot roll back
 */
export function attemptOf(
  { connection, ambient }: RepositoryContext,
  origin: SignalOrigin,
  session: ClientSession | undefined,
): TransactionAttempt | undefined {
  if (session) return ambient.ofSession(session);
  const attempt = ambient.find(connection);
  if (!attempt && writes.includes(origin)) ambient.assertCanWrite(connection);
  return attempt;
}
