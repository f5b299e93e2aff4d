import type { ClientSession } from 'mongodb';
import type { TransactionScope } from '../transaction/transaction-attempt.js';
import type { SignalOrigin } from '../lifecycle/payloads.js';
import type { RepositoryContext } from './repository-context.js';

const writes: readonly SignalOrigin[] = Object.freeze(['save', 'insertMany', 'delete', 'deleteMany']);

/**
 * Finds the attempt that an operation belongs to: that of its session, else the one it was called in. A session that the application
 * started belongs to no attempt.
 * @throws OtherConnectionError, TransactionScopeClosedError if it would write where the transaction that it was called in cannot roll back
 */
export function scopeOf(
  { connection, scopes }: RepositoryContext,
  origin: SignalOrigin,
  session: ClientSession | undefined,
): TransactionScope | undefined {
  if (session) return scopes.ofSession(session);
  const scope = scopes.find(connection);
  if (!scope && writes.includes(origin)) scopes.assertCanWrite(connection);
  return scope;
}
