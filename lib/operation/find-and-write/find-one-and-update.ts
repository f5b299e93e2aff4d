import type { ModifiedAnswer } from '../../driver/command/find-and-modify.js';
import type { UpdateResult } from '../../lifecycle/update-result.js';
import { forUpsert } from '../concrete-schema.js';
import { Operation } from '../operation.js';
import type { UpdateOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { UpdateAnnouncement, updatedOne } from '../update/update-announcement.js';
import { selectedBy } from '../update/update-request.js';
import { Returning } from './returning.js';
import type { ReturnOptions } from './returning.js';
import { sendFindAndUpdate } from './send-find-and-update.js';

/** Updates one document that matches, or inserts one, and returns it. Read from top to bottom, this is everything it does. */
export async function findOneAndUpdate(
  repository: RepositoryContext,
  filter: object,
  update: unknown,
  options: UpdateOptions & ReturnOptions & { readonly upsert?: boolean },
): Promise<object | null> {
  const selected = selectedBy(repository, 'findOneAndUpdate', filter, options);
  const returning = new Returning(repository, options);
  const { upsert = false, ignoreUndefined = false } = options;
  const operation = new Operation(repository, 'findOneAndUpdate', options);
  try {
    const updating = new UpdateAnnouncement(operation, selected, update, false);
    const { sort } = returning;
    const query = { ...selected.condition, limit: 1, ...(sort && { sort }) };
    const condition = await (upsert ? updating.conditionForUpsert(query) : updating.conditionFor(query));
    const compiled = await (upsert
      ? updating.compiledAsUpsert(ignoreUndefined)
      : updating.compiled(ignoreUndefined));
    const found = returning.found(operation, upsert ? forUpsert(repository, condition) : condition);
    const { returns } = returning;
    const answer = await sendFindAndUpdate(operation, found, compiled, { returns, upsert });
    const { document, failure } = await returning.loaded(operation, answer.bytes);
    await updating.applied(resultOf(answer, upsert), updatedOne(document));
    if (failure) throw failure.error;
    return document;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

function resultOf({ bytes, created }: ModifiedAnswer, upsert: boolean): UpdateResult {
  const count = bytes && !created ? 1 : 0;
  return Object.freeze({ matchedCount: count, modifiedCount: count, ...(upsert && { created }) });
}
