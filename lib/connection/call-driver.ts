import type { CallKind } from './classify-error.js';
import type { Connection } from './connection.js';
import { translateError } from './translate-error.js';

/**
 * Calls the driver, and throws its errors as this package's.
 * @throws ServerUnavailableError; for writes DuplicateKeyError, WriteRefusedError, DocumentTooLargeError, WriteNotDurableError and
 *   WriteOutcomeUnknownError; else what the driver throws
 */
export async function callDriver<R>(
  { interruptions }: Connection,
  documentName: string,
  kind: CallKind,
  call: () => Promise<R>,
): Promise<R> {
  const before = interruptions.count;
  try {
    return await call();
  } catch (error) {
    throw translateError(error, documentName, kind, interruptions.count !== before);
  }
}
