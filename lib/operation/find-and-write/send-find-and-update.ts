import { assertSize } from '../../driver/command/document-size.js';
import { findAndUpdate } from '../../driver/command/find-and-modify.js';
import type { FoundToModify, ModifiedAnswer, ModifiedForm } from '../../driver/command/find-and-modify.js';
import { DuplicateKeyError } from '../../driver/errors/write-errors.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import { findFamilyDerived } from '../derived/derived-data.js';
import { isNoted } from '../derived/update-noted.js';
import type { Operation } from '../operation.js';
import { sendNoted } from './send-noted.js';
import type { SendFindAndUpdate } from './send-noted.js';

/**
 * Updates one document and returns it. An upsert is sent once more after a duplicate key: another one may have inserted the document at the
 * same time, which this one updates then (decision 0085).
 * @throws DocumentTooLargeError, and what `OperationCommands.write` throws
 */
export async function sendFindAndUpdate(
  operation: Operation,
  found: FoundToModify,
  compiled: CompiledUpdate,
  form: ModifiedForm,
): Promise<ModifiedAnswer> {
  const { collection, schema } = operation.repository;
  const { update, arrayFilters } = compiled;
  assertSize(schema.name, update);
  const send: SendFindAndUpdate = (one, sent) =>
    operation.commands.write(() => findAndUpdate(collection, one, update, { ...sent, arrayFilters }));
  const derived = findFamilyDerived(operation.repository);
  if (derived && (form.upsert || isNoted(operation, derived, compiled)))
    return sendNoted(operation, derived, { found, compiled, form }, send);
  try {
    return await send(found, form);
  } catch (error) {
    // In a transaction the error has aborted it.
    const isRepeated = form.upsert && error instanceof DuplicateKeyError && !found.session?.inTransaction();
    if (isRepeated) return send(found, form);
    throw error;
  }
}
