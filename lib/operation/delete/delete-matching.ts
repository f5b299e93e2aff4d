import { FilterWrite } from '../announce/filter-write.js';
import { restrict } from '../concrete-schema.js';
import { haveRules } from '../delete-rules/have-rules.js';
import { inTransaction } from '../delete-rules/in-transaction.js';
import { Operation } from '../operation.js';
import type { DeleteManyOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import type { Selected } from '../update/update-request.js';
import { deleteFirst } from './delete-first.js';
import { deleteFirstByRules } from '../delete-rules/delete-first-by-rules.js';
import { isDeleteHeard } from '../deleting/deletes-heard.js';

/** A delete of one document that matches. */
export interface DeleteOfMatching {
  readonly origin: 'deleteOne' | 'deleteById';
  readonly selected: Selected;
  readonly options: DeleteManyOptions;
}

/**
 * Deletes one document that matches: with one command if deletes have no receivers, else it is loaded and deleted with its signals.
 * @returns whether one was deleted
 */
export function deleteMatching(repository: RepositoryContext, given: DeleteOfMatching): Promise<boolean> {
  const { options } = given;
  return haveRules(repository, options)
    ? inTransaction(repository, options, () => deleteSelected(repository, given, deleteRuled))
    : deleteSelected(repository, given, isDeleteHeard(repository) ? deleteHeard : deleteAtOnce);
}

/** Deletes one document in one way. @returns whether there was one */
type DeleteWay = (operation: Operation, selected: Selected, options: DeleteManyOptions) => Promise<boolean>;

async function deleteSelected(
  repository: RepositoryContext,
  { origin, selected, options }: DeleteOfMatching,
  deleteIn: DeleteWay,
): Promise<boolean> {
  const operation = new Operation(repository, origin, options);
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
  options: DeleteManyOptions,
): Promise<boolean> {
  return (await deleteFirstByRules(operation, condition, options)) !== undefined;
}

async function deleteHeard(
  operation: Operation,
  { condition }: Selected,
  options: DeleteManyOptions,
): Promise<boolean> {
  return (await deleteFirst(operation, condition, options)) !== undefined;
}

async function deleteAtOnce(operation: Operation, selected: Selected): Promise<boolean> {
  const { repository, session } = operation;
  const write = new FilterWrite(operation, 'delete', selected);
  const { deletedCount } = await operation.commands.write(() =>
    repository.collection.deleteOne(restrict(repository, selected.condition), { session }),
  );
  write.applied(deletedCount);
  return deletedCount === 1;
}
