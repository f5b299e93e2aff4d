import { DeleteManyError } from '../../driver/errors/outcome-errors.js';
import { outcomeOf } from '../../driver/errors/write-outcome.js';
import { restrict } from '../concrete-schema.js';
import { FilterWrite } from '../announce/filter-write.js';
import { haveRules } from '../delete-rules/have-rules.js';
import { inTransaction } from '../delete-rules/in-transaction.js';
import { Operation } from '../operation.js';
import type { DeleteManyOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { selectedBy } from '../update/update-request.js';
import type { Selected } from '../update/update-request.js';
import { deleteDocument } from './delete-document.js';
import { isDeleteHeard } from '../deleting/deletes-heard.js';
import { findRoots } from '../delete-rules/find-roots.js';
import { deleteByRules } from '../delete-rules/ruled-delete.js';
import { stream } from '../find/stream.js';

/**
 * Deletes the documents that match: with one command if deletes have no receivers, else one after another with their signals.
 * @returns how many were deleted
 */
export async function deleteMany(
  repository: RepositoryContext,
  filter: object,
  options: DeleteManyOptions,
): Promise<number> {
  const selected = selectedBy(repository, 'deleteMany', filter, options);
  return haveRules(repository, options)
    ? inTransaction(repository, options, () => deleteSelected(repository, selected, options, deleteRuled))
    : deleteSelected(repository, selected, options, isDeleteHeard(repository) ? deleteEach : deleteAtOnce);
}

/** Deletes the documents in one way. @returns how many */
type DeleteWay = (operation: Operation, selected: Selected, options: DeleteManyOptions) => Promise<number>;

async function deleteSelected(
  repository: RepositoryContext,
  selected: Selected,
  options: DeleteManyOptions,
  deleteIn: DeleteWay,
): Promise<number> {
  const operation = new Operation(repository, 'deleteMany', options);
  try {
    return await deleteIn(operation, selected, options);
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

async function deleteRuled(
  operation: Operation,
  { condition }: Selected,
  { permanent = false }: DeleteManyOptions,
): Promise<number> {
  const roots = await findRoots(operation, condition, permanent);
  const { count } = await deleteByRules(operation, roots, permanent);
  return count;
}

async function deleteAtOnce(operation: Operation, selected: Selected): Promise<number> {
  const { repository, session } = operation;
  const write = new FilterWrite(operation, 'delete', selected);
  const filter = restrict(repository, selected.condition);
  const { deletedCount } = await operation.commands.write(
    () => repository.collection.deleteMany(filter, { session }),
    'writeMany',
  );
  write.applied(deletedCount);
  return deletedCount;
}

/**
 * Deletes one after another until the first error; documents deleted before it stay deleted, and their signals were sent.
 * @throws DeleteManyError if some were deleted and the error is not a listener's
 */
async function deleteEach(
  operation: Operation,
  { condition: selection }: Selected,
  { permanent = false }: DeleteManyOptions,
): Promise<number> {
  const { repository, context, session, behaviours } = operation;
  const options = { context, session, permanent, behaviours };
  const many = { within: operation, filter: restrict(repository, selection) };
  let count = 0;
  let isReading = true;
  try {
    const matching = stream(repository, selection, { context, session }, 'deleteMany', operation);
    for await (const document of matching) {
      isReading = false;
      if (await deleteDocument(repository, document, options, 'deleteMany', many)) count++;
      isReading = true;
    }
  } catch (error) {
    // The outcome for this one document; for all of them it would be wrong. Errors of listeners say nothing about it.
    const outcome = outcomeOf(error) ?? (isReading ? 'notApplied' : undefined);
    // The rollback of the transaction undoes all of it.
    if (count === 0 || !outcome || operation.attempt || session?.inTransaction()) throw error;
    throw new DeleteManyError(repository.schema.name, count, outcome === 'unknown', error);
  }
  return count;
}
