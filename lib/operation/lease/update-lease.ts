import { assertSize } from '../../driver/command/document-size.js';
import type { UpdateResult } from '../../lifecycle/update-result.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import type { Plain } from '../../value/plain-object.js';
import { restrict } from '../concrete-schema.js';
import type { Operation } from '../operation.js';
import { narrowed } from '../write/loaded-filter.js';

/**
 * Updates the document with an id if its lease is as it should be.
 * @param lease the condition on the lease
 * @throws DocumentTooLargeError, and what `OperationCommands.write` throws
 */
export async function updateLease(
  operation: Operation,
  byId: Plain,
  lease: Plain,
  update: CompiledUpdate['update'],
): Promise<UpdateResult> {
  const { repository, session } = operation;
  assertSize(repository.schema.name, update);
  const filter = restrict(repository, { filter: narrowed(byId, lease) });
  const { matchedCount, modifiedCount } = await operation.commands.write(() =>
    repository.collection.updateOne(filter, update as Plain, { session }),
  );
  return Object.freeze({ matchedCount, modifiedCount });
}
