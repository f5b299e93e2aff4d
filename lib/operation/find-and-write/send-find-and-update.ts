import { assertSize } from '../../driver/command/document-size.js';
import { findAndUpdate } from '../../driver/command/find-and-modify.js';
import type { FoundToModify, ModifiedAnswer, ModifiedForm } from '../../driver/command/find-and-modify.js';
import { DuplicateKeyError } from '../../driver/errors/write-errors.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import type { Operation } from '../operation.js';

/**
 * Updates one document and returns it. An upsert is sent once more after a duplicate key: another one may have inserted the document at the
 * same time, which this one updates then (decision 0085).
 * @throws DocumentTooLargeError, and what `OperationCommands.write` throws
 */
export async function sendFindAndUpdate(
  operation: Operation,
  found: FoundToModify,
  { update, arrayFilters }: CompiledUpdate,
  form: ModifiedForm,
): Promise<ModifiedAnswer> {
  const { collection, schema } = operation.repository;
  assertSize(schema.name, update);
  const send = (): Promise<ModifiedAnswer> =>
    operation.commands.write(() => findAndUpdate(collection, found, update, { ...form, arrayFilters }));
  try {
    return await send();
  } catch (error) {
    // In a transaction the error has aborted it.
    const isRepeated = form.upsert && error instanceof DuplicateKeyError && !found.session?.inTransaction();
    if (isRepeated) return send();
    throw error;
  }
}
