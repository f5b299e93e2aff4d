import type { Query } from '../find/query.js';
import type { Operation } from '../operation.js';
import type { DeleteManyOptions } from '../operation-options.js';
import { narrowed } from '../write/loaded-filter.js';
import { findRoots } from './find-roots.js';
import { deleteByRules } from './ruled-delete.js';
import type { RuledOutcome } from './ruled-delete.js';

/**
 * Deletes the first document of a query with what delete rules demand; if it has ceased to match by then, looks for another one.
 * @param isLoaded whether it is loaded even if nobody listens
 * @returns undefined if none matches
 */
export async function deleteFirstByRules(
  operation: Operation,
  query: Pick<Query, 'filter' | 'withDeleted' | 'sort'>,
  { permanent = false }: DeleteManyOptions,
  isLoaded = false,
): Promise<RuledOutcome | undefined> {
  const others: unknown[] = [];
  for (;;) {
    const excluded = others.length > 0 ? { _id: { $nin: others } } : undefined;
    const first = { ...query, filter: narrowed(query.filter, excluded), limit: 1 };
    const roots = await findRoots(operation, first, permanent);
    if (roots.found.length === 0) return undefined;
    const outcome = await deleteByRules(operation, { ...roots, isLoaded }, permanent);
    if (outcome.count > 0) return outcome;
    others.push(...roots.found.map(({ id }) => id));
  }
}
