import type { UpdateResult } from '../../lifecycle/update-result.js';
import { Operation } from '../operation.js';
import type { UpdateOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { UpdateAnnouncement } from './update-announcement.js';
import type { Selected } from './update-request.js';
import { updateStored } from './update-stored.js';

/** An update of the documents that match. */
export interface UpdateOfMatching {
  readonly origin: 'updateOne' | 'updateMany' | 'updateById';
  readonly selected: Selected;
  readonly update: unknown;
  readonly options: UpdateOptions;
}

/** Updates the documents that match, or one of them, by one command. Read from top to bottom, this is everything it does. */
export async function updateMatching(
  repository: RepositoryContext,
  { origin, selected, update, options }: UpdateOfMatching,
): Promise<UpdateResult> {
  const operation = new Operation(repository, origin, options);
  try {
    const many = origin === 'updateMany';
    const updating = new UpdateAnnouncement(operation, selected, update, many);
    const query = many ? selected.condition : { ...selected.condition, limit: 1 };
    const condition = await updating.conditionFor(query);
    const compiled = await updating.compiled(options.ignoreUndefined === true);
    const result = await updateStored(operation, condition, compiled, many);
    await updating.applied(result);
    return result;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}
