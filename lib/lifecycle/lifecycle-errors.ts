import { DocumentsError } from '../errors/documents-error.js';

/** A receiver saves or deletes a document within a signal of that very save or delete, or nests too deep. */
export class RecursiveSignalError extends DocumentsError {
  readonly code = 'RECURSIVE_SIGNAL';
  /** The operations and signals that led here, in order: `Person.save`, `postSave`, `Person.save`. */
  readonly path: readonly string[];

  constructor(path: readonly string[], depthLimit: number | undefined) {
    super({
      problem: `A receiver called ${path.at(-1) ?? ''} without an end in sight: ${path.join(' → ')}`,
      reason:
        depthLimit === undefined
          ? 'The document is being written further up on this path, and its receivers would call each other for ever'
          : `Operations nest in the signals of others up to a depth of ${depthLimit}`,
      remedy:
        'Change the document in preSave, which is written by the save under way, or write it after that save has returned',
    });
    this.path = Object.freeze([...path]);
  }
}

/**
 * A document object is written twice at the same time: by two saves, deletes or reloads, or outside of a transaction that has locked it.
 * The second write was refused.
 */
export class ParallelWriteError extends DocumentsError {
  readonly code = 'PARALLEL_WRITE';
  readonly documentName: string;
  /** The holder of the lock: another operation, or a transaction until its end. */
  readonly writer: 'operation' | 'transaction';

  constructor(documentName: string, origin: string, writer: 'operation' | 'transaction' = 'operation') {
    super({ problem: `${origin} of a ${documentName} was refused`, ...whyRefused[writer] });
    this.documentName = documentName;
    this.writer = writer;
  }
}

const whyRefused = Object.freeze({
  operation: {
    reason:
      'Another save, delete or reload of the same object is under way, and which of the two comes first would be chance',
    remedy: 'Await one before the next, or load the document for each',
  },
  transaction: {
    reason:
      'A transaction that is under way has written the same object, or was given it, and its rollback would take this write back in memory',
    remedy: 'Write it in that transaction or after its end, or load the document for each',
  },
});
