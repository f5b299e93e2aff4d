import type { Snapshot } from '../state/snapshot/snapshot.js';
import { ValueSnapshot } from '../state/snapshot/value-snapshot.js';
import {
  DocumentDeletedError,
  DocumentNotRestoredError,
  DocumentNotStoredError,
  DocumentRolledBackError,
  ReadOnlyDocumentError,
} from './operation-errors.js';
import type { RepositoryContext } from './repository-context.js';

const nothing = Object.freeze({});

/** The snapshot of a new document. */
export const nothingStored: Snapshot = Object.freeze(new ValueSnapshot(nothing));

/**
 * Finds the snapshot of a document; undefined if the document is new.
 * @throws DocumentDeletedError, ReadOnlyDocumentError, DocumentRolledBackError, DocumentNotRestoredError
 */
export function findSnapshot(
  repository: RepositoryContext,
  document: object,
  origin: string,
): Snapshot | undefined {
  const state = repository.memory.states.find(document);
  if (state === 'deleted') throw new DocumentDeletedError(repository.schema.name, origin);
  if (state === 'readOnly') throw new ReadOnlyDocumentError(repository.schema.name, origin);
  if (state === 'rolledBack') throw new DocumentRolledBackError(repository.schema.name, origin);
  if (state === 'notRestored') throw new DocumentNotRestoredError(repository.schema.name, origin, document);
  return typeof state === 'object' ? state : undefined;
}

/** @throws what `findSnapshot` throws, DocumentNotStoredError if the document is new */
export function getSnapshot(repository: RepositoryContext, document: object, origin: string): Snapshot {
  const snapshot = findSnapshot(repository, document, origin);
  if (!snapshot) throw new DocumentNotStoredError(repository.schema.name, origin);
  return snapshot;
}
