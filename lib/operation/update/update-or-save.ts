import type { UpdateResult } from '../../lifecycle/update-result.js';
import type { RepositoryContext } from '../repository-context.js';
import { saveMatching } from './save-matching.js';
import { updateMatching } from './update-matching.js';
import type { UpdateOfMatching } from './update-matching.js';

/** Updates the documents that match as their class declares it by `updatesByFilter`. */
export function updateOrSave(repository: RepositoryContext, given: UpdateOfMatching): Promise<UpdateResult> {
  return repository.schema.updatesByFilter === 'save'
    ? saveMatching(repository, given)
    : updateMatching(repository, given);
}
