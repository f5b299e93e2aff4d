import type { CallKind } from './classify-error.js';
import type { Connection } from './connection.js';
import type { TransactionScope } from './transaction-scope.js';
import { translateError } from './translate-error.js';

/**
 * Calls the driver, and throws its errors as this package's.
 * @param scope that the call belongs to: its outcome is that of the transaction
 * @throws ServerUnavailableError; for writes DuplicateKeyError, WriteRefusedError, DocumentTooLargeError, WriteNotDurableError and
 *   WriteOutcomeUnknownError; else what the driver throws
 */
export async function callDriver<R>(
  connection: Connection,
  documentName: string,
  kind: CallKind,
  call: () => Promise<R>,
  scope?: Pick<TransactionScope, 'errorOf'>,
): Promise<R> {
  // Not taken apart among the parameters: declarations show those, and this is not for others.
  const { interruptions } = connection;
  const before = interruptions.count;
  try {
    return await call();
  } catch (error) {
    const translated = translateError(error, documentName, kind, interruptions.count !== before);
    throw scope ? scope.errorOf(translated) : translated;
  }
}
