import type { SignalOrigin } from '../../lifecycle/payloads.js';
import { schemaOfDocument } from '../concrete-schema.js';
import type { WriteOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { assertUpdated, insertStored, updateStored } from '../write/stored-writes.js';
import { Saving } from './saving.js';

/** Inserts a new document, or writes the differences of a loaded one. Read from top to bottom, this is everything a save does. */
export async function save<T extends object>(
  repository: RepositoryContext,
  document: T,
  options: WriteOptions,
  origin: SignalOrigin = 'save',
): Promise<T> {
  const schema = schemaOfDocument(repository, document, origin);
  const operation = new Operation(repository, origin, options);
  try {
    operation.lock([document]);
    const saving = new Saving(operation, schema, document);
    await saving.announce();
    await saving.validate();
    await saving.revise();
    await write(operation, saving);
    saving.markStored();
    await saving.applied();
    return document;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

/** Sends an insert, an update with the differences, or nothing. */
async function write(operation: Operation, { draft, guard }: Saving<object>): Promise<void> {
  const { schema, snapshot } = draft.subject;
  if (!snapshot) {
    await insertStored(operation, draft.stored);
  } else if (draft.changed.length > 0) {
    const answer = await updateStored(operation, schema, snapshot, draft.changed, draft.stored, guard);
    assertUpdated(operation, schema, draft.changed, answer, guard);
  }
}
