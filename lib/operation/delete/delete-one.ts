import type { DeleteManyOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { selectedBy } from '../update/update-request.js';
import { deleteMatching } from './delete-matching.js';

/** Deletes one document that matches. */
export async function deleteOne(
  repository: RepositoryContext,
  filter: object,
  options: DeleteManyOptions,
): Promise<boolean> {
  const selected = selectedBy(repository, 'deleteOne', filter, options);
  return deleteMatching(repository, { origin: 'deleteOne', selected, options });
}
