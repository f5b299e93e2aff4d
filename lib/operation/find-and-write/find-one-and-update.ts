import { assertSize } from '../../driver/command/document-size.js';
import { findAndUpdate } from '../../driver/command/find-and-modify.js';
import type { ModifiedAnswer } from '../../driver/command/find-and-modify.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import type { Condition } from '../concrete-schema.js';
import { Operation } from '../operation.js';
import type { UpdateOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { UpdateAnnouncement } from '../update/update-announcement.js';
import { selectedBy } from '../update/update-request.js';
import { Returning } from './returning.js';
import type { ReturnOptions } from './returning.js';

/** Updates one document that matches, and returns it. Read from top to bottom, this is everything it does. */
export async function findOneAndUpdate(
  repository: RepositoryContext,
  filter: object,
  update: unknown,
  options: UpdateOptions & ReturnOptions,
): Promise<object | null> {
  const selected = selectedBy(repository, 'findOneAndUpdate', filter, options);
  const returning = new Returning(repository, options);
  const operation = new Operation(repository, 'findOneAndUpdate', options);
  try {
    const updating = new UpdateAnnouncement(operation, selected, update, false);
    const compiled = await updating.compiled(options.ignoreUndefined === true);
    const answer = await updateStored(operation, selected.condition, compiled, returning);
    const { document, failure } = await returning.loaded(operation, answer.bytes);
    const count = answer.bytes ? 1 : 0;
    await updating.applied({ matchedCount: count, modifiedCount: count }, document);
    if (failure) throw failure.error;
    return document;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

/** @throws DocumentTooLargeError, and what `OperationCommands.write` throws */
function updateStored(
  operation: Operation,
  condition: Condition,
  { update, arrayFilters }: CompiledUpdate,
  returning: Returning,
): Promise<ModifiedAnswer> {
  const { collection, schema } = operation.repository;
  assertSize(schema.name, update);
  const found = returning.found(operation, condition);
  const form = { returns: returning.returns, upsert: false, arrayFilters };
  return operation.commands.write(() => findAndUpdate(collection, found, update, form));
}
