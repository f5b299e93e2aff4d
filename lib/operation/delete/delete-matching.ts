import { FilterWrite } from '../announce/filter-write.js';
import { restrict } from '../concrete-schema.js';
import { Operation } from '../operation.js';
import type { DeleteManyOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import type { Selected } from '../update/update-request.js';
import { deleteFirst } from './delete-first.js';
import { isDeleteHeard } from './deletes-heard.js';

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
export async function deleteMatching(
  repository: RepositoryContext,
  { origin, selected, options }: DeleteOfMatching,
): Promise<boolean> {
  const operation = new Operation(repository, origin, options);
  try {
    return isDeleteHeard(repository)
      ? (await deleteFirst(operation, selected.condition, options)) !== undefined
      : await deleteAtOnce(operation, selected);
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
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
