import type { Document, UpdateFilter } from 'mongodb';
import { assertSize } from '../../driver/command/document-size.js';
import type { UpdateResult } from '../../lifecycle/update-result.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import { restrict } from '../concrete-schema.js';
import type { Condition } from '../concrete-schema.js';
import type { Operation } from '../operation.js';

/**
 * Updates the documents that match, or one of them.
 * @throws DocumentTooLargeError, and what `OperationCommands.write` throws
 */
export async function updateStored(
  operation: Operation,
  condition: Condition,
  { update, arrayFilters }: CompiledUpdate,
  many: boolean,
): Promise<UpdateResult> {
  const { repository, session } = operation;
  const { collection } = repository;
  assertSize(repository.schema.name, update);
  const filter = restrict(repository, condition);
  const options = arrayFilters ? { session, arrayFilters: [...arrayFilters] } : { session };
  const sent = update as UpdateFilter<Document> | Document[];
  const { matchedCount, modifiedCount } = await operation.commands.write(
    () => (many ? collection.updateMany(filter, sent, options) : collection.updateOne(filter, sent, options)),
    many ? 'writeMany' : 'write',
  );
  return Object.freeze({ matchedCount, modifiedCount });
}
