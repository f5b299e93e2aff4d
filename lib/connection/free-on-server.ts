import { MongoServerError } from 'mongodb';
import type { CommitOutcomeUnknownError } from './transaction-errors.js';
import type { TransactionScope } from './transaction-scope.js';

/**
 * Ends a transaction whose commit was given up on: where it was not committed the server would hold what it has written, and keep others
 * from it, for a minute. Where it was committed this does nothing. A server that has not answered is not waited for: the driver uses the
 * session of a broken connection for nothing else.
 */
export async function freeOnServer(
  { connection, session }: TransactionScope,
  { cause }: CommitOutcomeUnknownError,
): Promise<void> {
  const ending = connection.client.db('admin').command({ killSessions: [session.id] });
  // What cannot be ended like that ends by itself.
  const ended = ending.then(
    () => undefined,
    () => undefined,
  );
  if (cause instanceof MongoServerError) await ended;
}
