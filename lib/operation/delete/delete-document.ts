import type { SignalOrigin } from '../../lifecycle/payloads.js';
import type { Plain } from '../../value/plain-object.js';
import { schemaOfDocument } from '../concrete-schema.js';
import type { DeleteOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { Deleting } from '../deleting/deleting.js';

/** The operation that deletes several documents, one after another. */
export interface DeleteOfMany {
  readonly within: Operation;
  /** Selects the documents, in the server's form. Checked again for each document, since listeners take time. */
  readonly filter: Plain;
}

/**
 * Deletes a stored document on which no delete rules act, or keeps it with the values that a receiver sets instead.
 * @param many the operation that deletes several, one after another
 * @returns whether it still existed and, with `many`, still matched
 */
export async function deleteDocument(
  repository: RepositoryContext,
  document: object,
  options: DeleteOptions,
  origin: SignalOrigin,
  many?: DeleteOfMany,
): Promise<boolean> {
  const schema = schemaOfDocument(repository, document, origin);
  const operation = new Operation(repository, origin, options, many?.within);
  try {
    const deleting = new Deleting(operation, schema, document, options.permanent ?? false);
    await deleting.announce();
    const isWritten = await deleting.write(many?.filter);
    await deleting.applied();
    return isWritten;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}
