import type { UpdateResult } from '../../lifecycle/update-result.js';
import { getSnapshot } from '../stored-snapshot.js';
import { restrict } from '../concrete-schema.js';
import { stream } from '../find/stream.js';
import { modifyPart } from '../modify/modify.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import type { UpdateOfMatching } from './update-matching.js';
import { contentKey } from '../../value/equality/content-key.js';

/**
 * Loads the documents that match and changes one after another, with the signals of saves; the first error ends it, and documents changed
 * before it stay changed. One that does not match any more by then is left out.
 */
export async function saveMatching(
  repository: RepositoryContext,
  { origin, selected, update, options }: UpdateOfMatching,
): Promise<UpdateResult> {
  const operation = new Operation(repository, origin, options);
  try {
    const many = origin === 'updateMany';
    const query = many ? selected.condition : { ...selected.condition, limit: 1 };
    const part = { within: operation, filter: restrict(repository, selected.condition) };
    const { session, context } = operation;
    // An update may move a document to where the cursor comes by again.
    const seen = new Set<unknown>();
    let count = 0;
    for await (const document of stream(repository, query, { session, context }, origin, operation)) {
      const key = contentKey(getSnapshot(repository, document, origin).read(['_id']).stored['_id']);
      if (seen.has(key)) continue;
      seen.add(key);
      if (await modifyPart(repository, document, update, options, part)) count++;
    }
    return Object.freeze({ matchedCount: count, modifiedCount: count });
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}
