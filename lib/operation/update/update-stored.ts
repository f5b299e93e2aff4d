import type { Document, UpdateFilter } from 'mongodb';
import { assertSize } from '../../driver/command/document-size.js';
import type { UpdateResult } from '../../lifecycle/update-result.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import { restrict } from '../concrete-schema.js';
import type { Condition } from '../concrete-schema.js';
import { findFamilyDerived } from '../derived/derived-data.js';
import { updateNoted } from '../derived/update-noted.js';
import type { Operation } from '../operation.js';
import type { Plain } from '../../value/plain-object.js';

/**
 * Updates the documents that match, or one of them.
 * @throws DocumentTooLargeError, and what `OperationCommands.write` throws
 */
export async function updateStored(
  operation: Operation,
  condition: Condition,
  compiled: CompiledUpdate,
  many: boolean,
): Promise<UpdateResult> {
  const { repository } = operation;
  assertSize(repository.schema.name, compiled.update);
  const filter = restrict(repository, condition);
  const send = (): Promise<UpdateResult> => sendUpdate(operation, filter, compiled, many);
  const derived = findFamilyDerived(repository);
  return derived ? updateNoted(operation, derived, { filter, compiled, many }, send) : send();
}

async function sendUpdate(
  operation: Operation,
  filter: Plain,
  { update, arrayFilters }: CompiledUpdate,
  many: boolean,
): Promise<UpdateResult> {
  const { repository, session } = operation;
  const { collection } = repository;
  const options = arrayFilters ? { session, arrayFilters: [...arrayFilters] } : { session };
  const sent = update as UpdateFilter<Document> | Document[];
  const { matchedCount, modifiedCount } = await operation.commands.write(
    () => (many ? collection.updateMany(filter, sent, options) : collection.updateOne(filter, sent, options)),
    many ? 'writeMany' : 'write',
  );
  return Object.freeze({ matchedCount, modifiedCount });
}
