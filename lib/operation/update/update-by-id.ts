import type { UpdateResult } from '../../lifecycle/update-result.js';
import type { UpdateOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { updateOrSave } from './update-or-save.js';
import { selectedById } from './update-request.js';

/** Updates the document with an id. */
export async function updateById(
  repository: RepositoryContext,
  id: unknown,
  update: unknown,
  options: UpdateOptions,
): Promise<UpdateResult> {
  const selected = selectedById(repository, id, options);
  return updateOrSave(repository, { origin: 'updateById', selected, update, options });
}
