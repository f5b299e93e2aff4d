import { schemaOfDocument } from '../concrete-schema.js';
import { DeletePlan } from '../delete-plan/delete-plan.js';
import { planDelete } from '../delete-plan/plan-delete.js';
import { planRows } from '../delete-plan/plan-rows.js';
import { foundDocument } from '../delete-plan/planned-delete.js';
import type { FoundDocument } from '../delete-plan/planned-delete.js';
import { findRoots } from '../delete-rules/find-roots.js';
import { Operation } from '../operation.js';
import type { DeleteManyOptions, DeleteOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { getSnapshot } from '../stored-snapshot.js';
import { selectedBy } from '../update/update-request.js';

/** Plans the delete of a stored document. Only reads. */
export function planOfDocument(
  repository: RepositoryContext,
  document: object,
  options: DeleteOptions,
): Promise<DeletePlan> {
  return planned(repository, 'deletePlan', options, () => {
    const schema = schemaOfDocument(repository, document, 'deletePlan');
    const snapshot = getSnapshot(repository, document, 'deletePlan');
    return Promise.resolve([foundDocument(schema, snapshot.read(['_id']).stored['_id'])]);
  });
}

/** Plans the delete of the documents that match. Only reads. */
export async function planOfMatching(
  repository: RepositoryContext,
  filter: object,
  options: DeleteManyOptions,
): Promise<DeletePlan> {
  const { condition } = selectedBy(repository, 'deleteManyPlan', filter, options);
  return planned(repository, 'deleteManyPlan', options, async (operation) => {
    const { found } = await findRoots(operation, condition, options.permanent ?? false);
    return found;
  });
}

async function planned(
  repository: RepositoryContext,
  origin: 'deletePlan' | 'deleteManyPlan',
  options: DeleteOptions,
  find: (operation: Operation) => Promise<readonly FoundDocument[]>,
): Promise<DeletePlan> {
  const operation = new Operation(repository, origin, options);
  try {
    const planning = { operation, permanent: options.permanent ?? false, kept: new Set<string>() };
    const plan = await planDelete(planning, await find(operation));
    return new DeletePlan(repository.name, planRows(repository.name, plan));
  } finally {
    await operation.end();
  }
}
