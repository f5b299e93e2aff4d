import { schemaOfDocument } from '../concrete-schema.js';
import { foundDocument } from '../delete-plan/planned-delete.js';
import { inTransaction } from '../delete-rules/in-transaction.js';
import { haveRules } from '../delete-rules/have-rules.js';
import type { DeleteOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { getSnapshot } from '../stored-snapshot.js';
import { deleteDocument } from './delete-document.js';
import { deleteByRules } from '../delete-rules/ruled-delete.js';

/** Deletes a stored document, with what the delete rules of references to it demand. @returns whether it still existed */
export function deleteGiven(
  repository: RepositoryContext,
  document: object,
  options: DeleteOptions,
): Promise<boolean> {
  return haveRules(repository, options)
    ? inTransaction(repository, options, () => deleteRuled(repository, document, options))
    : deleteDocument(repository, document, options, 'delete');
}

async function deleteRuled(
  repository: RepositoryContext,
  document: object,
  options: DeleteOptions,
): Promise<boolean> {
  const schema = schemaOfDocument(repository, document, 'delete');
  const operation = new Operation(repository, 'delete', options);
  try {
    const snapshot = getSnapshot(repository, document, 'delete');
    const found = [foundDocument(schema, snapshot.read(['_id']).stored['_id'])];
    const { count } = await deleteByRules(operation, { found, document }, options.permanent ?? false);
    return count > 0;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}
