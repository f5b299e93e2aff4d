import { MongoServerError } from 'mongodb';
import { DriverError } from '../driver/errors/driver-error.js';
import { CommitOutcomeUnknownError } from './transaction-errors.js';
import type { TransactionAttempt } from './transaction-attempt.js';

/**
 * Ends a transaction whose commit failed, and which the driver regards as ended: otherwise the server would hold its locks for a minute.
 * Does nothing if it was committed or ended after all.
 * @returns at once if the server has not answered before: the driver does not reuse the session of a broken connection
 */
export async function killSession(
  { connection, session }: TransactionAttempt,
  error: unknown,
): Promise<void> {
  if (!(error instanceof DriverError)) return;
  const isAnswered = error.cause instanceof MongoServerError;
  // The server was not asked to commit.
  if (!isAnswered && !(error instanceof CommitOutcomeUnknownError)) return;
  const ending = connection.client.db('admin').command({ killSessions: [session.id] });
  // If killing fails, the transaction ends by timeout.
  const ended = ending.then(
    () => undefined,
    () => undefined,
  );
  if (isAnswered) await ended;
}
