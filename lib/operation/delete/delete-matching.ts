import { bytesOf } from '../../driver/command/find-first.js';
import { FilterWrite } from '../announce/filter-write.js';
import { restrict } from '../concrete-schema.js';
import type { Condition } from '../concrete-schema.js';
import { firstStored, loadAll, selectionOf } from '../find/find.js';
import { Operation } from '../operation.js';
import type { DeleteManyOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { getSnapshot } from '../stored-snapshot.js';
import type { Snapshot } from '../../state/snapshot/snapshot.js';
import type { Selected } from '../update/update-request.js';
import { narrowed } from '../write/loaded-filter.js';
import { deleteDocument } from './delete.js';
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
    return await (isDeleteHeard(repository)
      ? deleteLoaded(operation, selected.condition, options)
      : deleteAtOnce(operation, selected));
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

/** Loads a document and deletes it; if it has ceased to match by then, looks for another one. */
async function deleteLoaded(
  operation: Operation,
  condition: Condition,
  { permanent = false }: DeleteManyOptions,
): Promise<boolean> {
  const { repository, context, session, behaviours, origin } = operation;
  const options = { context, session, permanent, behaviours };
  // A soft-deleted document can only be deleted for good.
  const withDeleted = permanent && condition.withDeleted === true;
  const many = { within: operation, filter: restrict(repository, { ...condition, withDeleted }) };
  const others: unknown[] = [];
  for (;;) {
    const excluded = others.length > 0 ? { _id: { $nin: others } } : undefined;
    const document = await firstMatching(operation, {
      ...{ filter: narrowed(condition.filter, excluded), withDeleted },
    });
    if (!document) return false;
    others.push(idOf(getSnapshot(repository, document, origin)));
    if (await deleteDocument(repository, document, options, origin, many)) return true;
  }
}

function idOf(snapshot: Snapshot): unknown {
  return snapshot.read(['_id']).stored['_id'];
}

async function firstMatching(operation: Operation, query: Condition): Promise<object | undefined> {
  const selection = selectionOf(operation.repository, {});
  const stored = bytesOf(await firstStored(operation, query, selection));
  const [document] = stored ? await loadAll(operation, query, selection, [stored]) : [];
  return document;
}
