import { setField } from '../../schema/set-field.js';
import type { Snapshot } from '../../state/snapshot/snapshot.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { StaleDocumentError } from '../operation-errors.js';
import type { WriteOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { neededField } from '../role/field-role-missing-error.js';
import { Saving } from '../save/saving.js';
import { getSnapshot } from '../stored-snapshot.js';
import { updateStored } from '../write/stored-writes.js';

/** Saves a soft-deleted document without its time of deletion. Read from top to bottom, this is everything it does. */
export async function restore<T extends object>(
  repository: RepositoryContext,
  document: T,
  options: WriteOptions,
): Promise<T> {
  const schema = schemaOfDocument(repository, document, 'restore');
  const { key, name } = neededField(schema, 'deletedAt', 'restore');
  const operation = new Operation(repository, 'restore', options);
  const deleted = new DeletedInMemory(repository, document);
  try {
    operation.lock([document]);
    deleted.revive();
    assertDeleted(schema.name, key, getSnapshot(repository, document, 'restore'));
    const saving = new Saving(operation, schema, document, 'restore');
    setField(schema, document, name, undefined);
    await saving.announce();
    await saving.validate();
    await saving.revise();
    await write(operation, saving);
    saving.markStored();
    deleted.isOver = true;
    await saving.applied();
    return document;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    deleted.end();
    await operation.end();
  }
}

/** A document object that was soft-deleted by its repository has its snapshot again while it is restored. */
class DeletedInMemory {
  /** Whether it is restored for good. */
  isOver = false;
  #isRevived = false;

  constructor(
    private readonly repository: RepositoryContext,
    private readonly document: object,
  ) {}

  revive(): void {
    const { states, kept } = this.repository.memory;
    const snapshot = states.find(this.document) === 'deleted' ? kept.get(this.document) : undefined;
    if (!snapshot) return;
    states.set(this.document, snapshot);
    this.#isRevived = true;
  }

  end(): void {
    if (this.#isRevived && !this.isOver) this.repository.memory.states.set(this.document, 'deleted');
  }
}

/** @throws StaleDocumentError for a document that was not deleted when it was loaded */
function assertDeleted(documentName: string, key: string, snapshot: Snapshot): void {
  if ((snapshot.read([key]).stored[key] ?? null) === null)
    throw new StaleDocumentError(documentName, 'not-deleted');
}

/** Writes the differences if the document is still deleted and unchanged. @throws StaleDocumentError */
async function write(operation: Operation, { draft, guard }: Saving<object>): Promise<void> {
  const { subject, changed, stored } = draft;
  const { schema, snapshot } = subject;
  const answer = await updateStored(operation, schema, snapshot as Snapshot, changed, stored, guard);
  if (answer.matchedCount === 0) throw new StaleDocumentError(schema.name, 'not-deleted');
}
