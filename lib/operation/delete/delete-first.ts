import { bytesOf } from '../../driver/command/find-first.js';
import type { Snapshot } from '../../state/snapshot/snapshot.js';
import { restrict } from '../concrete-schema.js';
import { firstStored, loadAll, selectionOf } from '../find/find.js';
import type { Query } from '../find/query.js';
import type { Operation } from '../operation.js';
import type { DeleteManyOptions } from '../operation-options.js';
import { getSnapshot } from '../stored-snapshot.js';
import { narrowed } from '../write/loaded-filter.js';
import { deleteDocument } from './delete-document.js';

/** A document that was loaded and deleted with its signals. */
export interface DeletedDocument {
  readonly document: object;
  /** The document as it was stored. */
  readonly snapshot: Snapshot;
}

/**
 * Loads the first document of a query and deletes it; if it has ceased to match by then, looks for another one.
 * @returns undefined if none matches
 */
export async function deleteFirst(
  operation: Operation,
  query: Pick<Query, 'filter' | 'withDeleted' | 'sort'>,
  { permanent = false }: DeleteManyOptions,
): Promise<DeletedDocument | undefined> {
  const { repository, context, session, behaviours, origin } = operation;
  const options = { context, session, permanent, behaviours };
  // A soft-deleted document can only be deleted for good.
  const withDeleted = permanent && query.withDeleted === true;
  const many = { within: operation, filter: restrict(repository, { ...query, withDeleted }) };
  const others: unknown[] = [];
  for (;;) {
    const excluded = others.length > 0 ? { _id: { $nin: others } } : undefined;
    const filter = narrowed(query.filter, excluded);
    const document = await firstMatching(operation, { ...query, filter, withDeleted });
    if (!document) return undefined;
    const snapshot = getSnapshot(repository, document, origin);
    others.push(snapshot.read(['_id']).stored['_id']);
    if (await deleteDocument(repository, document, options, origin, many)) return { document, snapshot };
  }
}

async function firstMatching(operation: Operation, query: Query): Promise<object | undefined> {
  const selection = selectionOf(operation.repository, {});
  const stored = bytesOf(await firstStored(operation, query, selection));
  const [document] = stored ? await loadAll(operation, query, selection, [stored]) : [];
  return document;
}
