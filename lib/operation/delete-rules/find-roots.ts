import { restrict } from '../concrete-schema.js';
import type { Condition } from '../concrete-schema.js';
import { planLimit } from '../delete-plan/plan-delete.js';
import { findIds } from '../delete-plan/find-referring.js';
import type { Query } from '../find/query.js';
import type { Operation } from '../operation.js';
import type { RuledRoots } from './ruled-delete.js';

/** Finds the documents that a caller deletes by a filter. @param query with a limit of one for a delete of one */
export async function findRoots(
  operation: Operation,
  { filter, withDeleted = false, sort, limit = planLimit + 1 }: Condition & Pick<Query, 'sort' | 'limit'>,
  permanent: boolean,
): Promise<RuledRoots> {
  const { repository } = operation;
  // A soft-deleted document can only be deleted for good.
  const condition = { filter, withDeleted: withDeleted && permanent };
  const found = await findIds(operation, repository, { ...condition, limit, ...(sort && { sort }) });
  return { found, filter: restrict(repository, condition) };
}
