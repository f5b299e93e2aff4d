import type { UpdateResult } from '../../lifecycle/update-result.js';
import type { UpdateOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { updateOrSave } from './update-or-save.js';
import { selectedBy } from './update-request.js';

/** Updates all documents that match. */
export async function updateMany(
  repository: RepositoryContext,
  filter: object,
  update: unknown,
  options: UpdateOptions,
): Promise<UpdateResult> {
  const selected = selectedBy(repository, 'updateMany', filter, options);
  return updateOrSave(repository, { origin: 'updateMany', selected, update, options });
}
