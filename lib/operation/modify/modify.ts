import { encodeDocument } from '../../codec/fast/encode-document.js';
import { findAndUpdate } from '../../driver/command/find-and-modify.js';
import { assertSize } from '../../driver/command/document-size.js';
import { defaultSelection, sameSelection } from '../../query/compile-selection.js';
import { compileUpdate } from '../../update/compile-update.js';
import { UpdateDraft } from '../../update/update-draft.js';
import { assertSettable } from '../../schema/set-field.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { announceLoaded } from '../find/announce-loaded.js';
import { loadInto } from '../find/load-stored.js';
import { Operation } from '../operation.js';
import type { ModifyOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { Saving } from '../save/saving.js';
import { getSnapshot } from '../stored-snapshot.js';
import { narrowed } from '../write/loaded-filter.js';
import { staleError } from '../write/stored-writes.js';
import type { Plain } from '../../value/plain-object.js';
import { updateWith } from './update-with.js';

/** Saves a loaded document and changes it by operators. @throws StaleDocumentError if it is missing, or its version has changed */
export async function modify<T extends object>(
  repository: RepositoryContext,
  document: T,
  update: unknown,
  options: ModifyOptions,
): Promise<T> {
  await change(repository, document, update, options);
  return document;
}

/** An operation that modifies several documents, one after another. */
export interface ModifyOfMany {
  readonly within: Operation;
  /** Selects the documents, in the server's form. Checked again for each document, since listeners take time. */
  readonly filter: Plain;
}

/** Modifies one of several documents. @returns whether it still matched */
export function modifyPart(
  repository: RepositoryContext,
  document: object,
  update: unknown,
  options: ModifyOptions,
  many: ModifyOfMany,
): Promise<boolean> {
  return change(repository, document, update, options, many);
}

/**
 * Sends one command; the document becomes what the server has made of it. Read from top to bottom, this is everything it does.
 * @returns false if it does not match `many` any more
 */
async function change(
  repository: RepositoryContext,
  document: object,
  update: unknown,
  options: ModifyOptions,
  many?: ModifyOfMany,
): Promise<boolean> {
  const origin = many?.within.origin ?? 'modify';
  const schema = schemaOfDocument(repository, document, origin);
  const steps = UpdateDraft.close(new UpdateDraft(schema, update));
  const operation = new Operation(repository, origin, options, many?.within);
  try {
    operation.lock([document]);
    for (const { name } of schema.fields) assertSettable(schema, document, name);
    const snapshot = getSnapshot(repository, document, origin);
    const { timeout, behaviours } = operation;
    const { undeclared } = repository.memory;
    const { ignoreUndefined = false } = options;
    const compiled = await compileUpdate(schema, steps, { undeclared, timeout, ignoreUndefined, behaviours });
    const saving = new Saving(operation, schema, document);
    await saving.announce();
    await saving.validate();
    await saving.revise(compiled.update);
    const sent = updateWith(operation, saving.draft, steps, compiled);
    const filter = narrowed(narrowed(sent.filter, saving.guard), many?.filter);
    const stored = await send(operation, { ...sent, filter }, snapshot.loaded);
    if (!stored && many) return false;
    if (!stored) throw staleError(operation, schema, sent.isVersioned);
    // Whatever fails while it is read: it was applied.
    saving.unknown();
    const next = loadInto(operation, schema, document, stored, snapshot.loaded);
    operation.held.markStored(document, next);
    saving.becomes(encodeDocument(schema, document, undeclared));
    await announceLoaded(operation, [document]);
    await saving.applied();
    return true;
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
