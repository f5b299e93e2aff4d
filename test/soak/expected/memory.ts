import { DocumentsError } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { Breach } from '../fault/breach.js';
import type { Counted } from '../documents.js';
import { isSame, valuesOf } from './values.js';
import type { Values } from './values.js';

/** The state of a document in memory: its values, its unsaved differences, and its objects. */
export interface MemoryState {
  readonly values: Values;
  readonly changes: unknown;
  readonly parts: readonly unknown[];
}

export function memoryOf(repository: DocumentRepository<Counted>, document: Counted): MemoryState {
  return {
    values: valuesOf(document),
    changes: changesOf(repository, document),
    parts: [document.trail, document.mark],
  };
}

/** @throws Breach if the document is not as it was */
export function assertAsBefore(
  where: string,
  repository: DocumentRepository<Counted>,
  document: Counted,
  before: MemoryState,
): void {
  const now = memoryOf(repository, document);
  const isSamePart = before.parts.every((part, index) => part === now.parts[index]);
  if (isSamePart && isSame(now.values, before.values) && isSame(now.changes, before.changes)) return;
  throw new Breach(where, 'a document in memory is not as before the transaction that was rolled back', {
    before,
    now,
    isSamePart,
  });
}

/** @throws Breach if the document is not as it was written last */
export function assertAsWritten(
  where: string,
  repository: DocumentRepository<Counted>,
  document: Counted,
  written: Values | 'deleted',
): void {
  const changes = changesOf(repository, document);
  const isRight =
    written === 'deleted'
      ? changes === 'DOCUMENT_DELETED'
      : isSame(valuesOf(document), written) && isSame(changes, []);
  if (isRight) return;
  throw new Breach(where, 'a document in memory is not as it was committed', {
    committed: written,
    now: valuesOf(document),
    changes,
  });
}

function changesOf(repository: DocumentRepository<Counted>, document: Counted): unknown {
  try {
    return JSON.parse(JSON.stringify([...repository.changes(document)]));
  } catch (error) {
    if (error instanceof DocumentsError) return error.code;
    throw error;
  }
}
