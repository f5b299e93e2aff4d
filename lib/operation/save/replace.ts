import { assertSize } from '../../driver/command/document-size.js';
import { ValueSnapshot } from '../../state/snapshot/value-snapshot.js';
import { noteWrite } from '../announce/note-write.js';
import { schemaOfDocument } from '../concrete-schema.js';
import type { WriteOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { getSnapshot } from '../stored-snapshot.js';
import type { Draft } from '../write/draft.js';
import { filterIfUnchanged, narrowed } from '../write/loaded-filter.js';
import { staleError } from '../write/stored-writes.js';
import { counterFields } from '../../schema/build/role-fields.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { Plain } from '../../value/plain-object.js';
import type { Snapshot } from '../../state/snapshot/snapshot.js';
import { PartialDocumentError } from './partial-document-error.js';
import { Saving } from './saving.js';

/** Stores the whole of a loaded document in place of the stored one. Read from top to bottom, this is everything it does. */
export async function replace<T extends object>(
  repository: RepositoryContext,
  document: T,
  options: WriteOptions,
): Promise<T> {
  const schema = schemaOfDocument(repository, document, 'replace');
  const operation = new Operation(repository, 'replace', options);
  try {
    operation.lock([document]);
    const snapshot = getSnapshot(repository, document, 'replace');
    if (snapshot.loaded) throw new PartialDocumentError(schema.name, 'replace');
    const saving = new Saving(operation, schema, document);
    await saving.announce();
    await saving.validate();
    // All of it is written.
    await saving.revise([]);
    await replaceStored(operation, saving, snapshot);
    operation.held.markStored(document, new ValueSnapshot(saving.draft.stored));
    noteUnchanged(operation, saving.draft);
    await saving.applied();
    return document;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

/** @throws StaleDocumentError, DocumentTooLargeError, and what `OperationCommands.write` throws */
async function replaceStored(
  operation: Operation,
  {
    draft: {
      stored,
      subject: { schema },
    },
    guard,
  }: Saving<object>,
  snapshot: Snapshot,
): Promise<void> {
  const { repository, session } = operation;
  assertSize(schema.name, stored);
  // Everything is written, so the version is checked whatever has changed.
  const filter = narrowed(filterIfUnchanged(schema, snapshot, stored, true), guard);
  const { collection } = repository;
  const counters = keptCounters(schema);
  const { matchedCount } = await operation.commands.write(() =>
    counters
      ? collection.updateOne(
          filter,
          [{ $replaceWith: { $mergeObjects: [{ $literal: stored }, counters] } }],
          { session },
        )
      : collection.replaceOne(filter, stored, { session }),
  );
  if (matchedCount === 0) throw staleError(operation, schema, true);
}

/** The counters of a document as the server has them: others raise them behind the version. Undefined if its class has none. */
function keptCounters(schema: RootSchema): Plain | undefined {
  const keys = counterFields(schema).map(({ key }) => key);
  return keys.length > 0 ? Object.fromEntries(keys.map((key) => [key, `$${key}`])) : undefined;
}

/** Notes a write that has changed no field, which a save would not have sent. */
function noteUnchanged(operation: Operation, { changed, subject: { schema, document } }: Draft): void {
  if (changed.length > 0) return;
  const id = (document as Readonly<Record<string, unknown>>)[schema.id.field.name];
  noteWrite(operation, { kind: 'update', sender: schema.documentClass, ids: [id], count: 1 });
}
