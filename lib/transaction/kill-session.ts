import { MongoServerError } from 'mongodb';
import { DriverError } from '../driver/errors/driver-error.js';
import { CommitOutcomeUnknownError } from './transaction-errors.js';
import type { TransactionScope } from './transaction-attempt.js';

/**
 * Ends a transaction that was not committed as asked, which the driver regards as ended: the server would hold what it has written, and
 * keep others from it, for a minute. Where it was committed after all, or ended by the server, this does nothing. A server that has not
 * answered is not waited for: the driver uses the session of a broken connection for nothing else.
 */
export async function freeOnServer({ connection, session }: TransactionScope, error: unknown): Promise<void> {
  if (!(error instanceof DriverError)) return;
  const isAnswered = error.cause instanceof MongoServerError;
  // Nothing was asked then.
  if (!isAnswered && !(error instanceof CommitOutcomeUnknownError)) return;
  const ending = connection.client.db('admin').command({ killSessions: [session.id] });
  // What cannot be ended like that ends by itself.
  const ended = ending.then(
    () => undefined,
    () => undefined,
  );
  if (isAnswered) await ended;
}
