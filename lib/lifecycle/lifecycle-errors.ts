import { DocumentsError } from '../errors/documents-error.js';

/** A receiver saves or deletes a document within a signal of that very save or delete, or nests too deep. */
export class RecursiveSignalError extends DocumentsError {
  readonly code = 'RECURSIVE_SIGNAL';
  /** The operations and signals that led here, in order: `Person.save`, `postSave`, `Person.save`. */
  readonly path: readonly string[];

  constructor(path: readonly string[], depthLimit: number | undefined) {
    super({
      problem: `Recursive signal: ${path.join(' → ')}`,
      reason:
        depthLimit === undefined
          ? 'The document is already being written earlier on this path, so its receivers would call each other forever'
          : `Operations may nest in the signals of others to a depth of ${depthLimit}`,
      remedy:
        'Change the document in preSave, so that the current save writes it, or write it after that save has returned',
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
      'Another save, delete or reload of the same object is in progress, and their order would be random',
    remedy: 'Await one before the next, or load the document separately for each',
  },
  transaction: {
    reason:
      'A transaction in progress has locked the same object, and its rollback would undo this write in memory',
    remedy: 'Write it in that transaction or after its end, or load the document separately for each',
  },
});
