import type { DeleteByIdOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { selectedById } from '../update/update-request.js';
import { deleteMatching } from './delete-matching.js';

/** Deletes the document with an id. */
export async function deleteById(
  repository: RepositoryContext,
  id: unknown,
  options: DeleteByIdOptions,
): Promise<boolean> {
  const selected = selectedById(repository, id, options);
  return deleteMatching(repository, { origin: 'deleteById', selected, options });
}
