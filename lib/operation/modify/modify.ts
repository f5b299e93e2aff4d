import { encodeDocument } from '../../codec/fast/encode-document.js';
import { findAndUpdate } from '../../driver/command/find-and-modify.js';
import { assertSize } from '../../driver/command/document-size.js';
import { defaultSelection, sameSelection } from '../../query/compile-selection.js';
import { compileUpdate } from '../../update/compile-update.js';
import { UpdateDraft } from '../../update/update-draft.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { announceLoaded } from '../find/announce-loaded.js';
import { loadInto } from '../find/load-stored.js';
import { Operation } from '../operation.js';
import type { ModifyOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { Saving } from '../save/saving.js';
import { getSnapshot } from '../stored-snapshot.js';
import { staleError } from '../write/stored-writes.js';
import { updateWith } from './update-with.js';

/**
 * Saves a loaded document and changes it by operators, by one command; the document becomes what the server has made of it. Read from top to
 * bottom, this is everything it does.
 */
export async function modify<T extends object>(
  repository: RepositoryContext,
  document: T,
  update: unknown,
  options: ModifyOptions,
): Promise<T> {
  const schema = schemaOfDocument(repository, document, 'modify');
  const steps = UpdateDraft.close(new UpdateDraft(schema, update));
  const operation = new Operation(repository, 'modify', options);
  try {
    operation.lock([document]);
    const snapshot = getSnapshot(repository, document, 'modify');
    const { timeout, behaviours } = operation;
    const { undeclared } = repository.memory;
    const { ignoreUndefined = false } = options;
    const compiled = await compileUpdate(schema, steps, { undeclared, timeout, ignoreUndefined, behaviours });
    const saving = new Saving(operation, schema, document);
    await saving.announce();
    await saving.validate();
    await saving.revise();
    const sent = updateWith(operation, saving.draft, steps, compiled);
    const stored = await send(operation, sent, snapshot.loaded);
    if (!stored) throw staleError(operation, schema, sent.isVersioned);
    // Whatever fails while it is read: it was applied.
    saving.unknown();
    const next = loadInto(operation, schema, document, stored, snapshot.loaded);
    operation.held.markStored(document, next);
    saving.becomes(encodeDocument(schema, document, undeclared));
    await announceLoaded(operation, [document]);
    await saving.applied();
    return document;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

/** @returns the bytes of the document after the update; null if none matched @throws what `OperationCommands.write` throws */
async function send(
  operation: Operation,
  { filter, update, arrayFilters }: ReturnType<typeof updateWith>,
  loaded: ReadonlySet<string> | undefined,
): Promise<Buffer | null> {
  const { repository, session } = operation;
  const { schema, family, collection } = repository;
  assertSize(schema.name, update);
  const { projection } = loaded ? sameSelection(schema, family, loaded) : defaultSelection(schema, family);
  const form = { returns: 'after', upsert: false, arrayFilters } as const;
  const { bytes } = await operation.commands.write(() =>
    findAndUpdate(collection, { filter, projection, session }, update, form),
  );
  return bytes;
}
