import type { CallKind } from '../translation/classify-error.js';
import type { Connection } from '../connection.js';
import type { CommandSubject } from '../translation/command-subject.js';
import { ShuttingDownError } from '../errors/shutdown-error.js';
import { translateError } from '../translation/translate-error.js';

/**
 * Calls the driver outside of transactions, and translates its errors to this package's.
 * @throws ServerUnavailableError, ShuttingDownError; ReadFailedError; for writes DuplicateKeyError, WriteRefusedError,
 * DocumentTooLargeError, WriteNotDurableError and WriteOutcomeUnknownError; else what the driver throws
 */
export function callDriver<R>(
  connection: Connection,
  subject: CommandSubject,
  kind: CallKind,
  call: () => Promise<R>,
): Promise<R> {
  // Not destructured among the parameters: declarations would show internals.
  const { interruptions, work } = connection;
  if (work.isOver) return Promise.reject(new ShuttingDownError(subject.name));
  const before = interruptions.count;
  const fail = (error: unknown): never => {
    throw translateError(error, subject, kind, interruptions.count !== before);
  };
  try {
    return call().then(undefined, fail);
  } catch (error) {
    // A closed client may throw synchronously.
    return Promise.resolve().then(() => fail(error));
  }
}
