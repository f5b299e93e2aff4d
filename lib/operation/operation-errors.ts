import { DocumentsError } from '../errors/documents-error.js';
import type { ErrorParts } from '../errors/documents-error.js';

/** No document has this id. */
export class DocumentNotFoundError extends DocumentsError {
  readonly code = 'DOCUMENT_NOT_FOUND';
  readonly documentName: string;

  constructor(documentName: string, origin: 'getById' | 'getOne' | 'getFirst' | 'reload') {
    const { reason, substitute } = missing[origin];
    super({
      problem: `${origin} found no ${documentName}`,
      reason,
      remedy: `Use ${substitute}, which returns null, if the document may be missing`,
    });
    this.documentName = documentName;
  }
}

/** A custom repository was used before Nest has initialised it, or where Nest never does. */
export class RepositoryNotReadyError extends DocumentsError {
  readonly code = 'REPOSITORY_NOT_READY';

  constructor(repository: string) {
    super({
      problem: `${repository} cannot reach the database`,
      reason:
        'Nest initialises it right after its constructor; it was used in the constructor, was created with new or by a factory, or a test has replaced the repository of its class',
      remedy:
        'Provide its class in a module that imports DocumentsModule.forFeature, use it in onModuleInit or later, and replace its methods in tests without a database',
    });
  }
}

const noSuchId = 'No document of this class has that id';
const noMatch = 'No document of this class matches';
const missing = {
  getById: { reason: noSuchId, substitute: 'findById' },
  reload: { reason: noSuchId, substitute: 'findById' },
  getOne: { reason: noMatch, substitute: 'findOne' },
  getFirst: { reason: noMatch, substitute: 'first' },
};

/** The stored document is not in the state that the caller knows: it was changed or deleted meanwhile. Nothing was written. */
export class StaleDocumentError extends DocumentsError {
  readonly code = 'STALE_DOCUMENT';
  readonly outcome = 'notApplied';
  readonly documentName: string;
  /**
   * The cause of the conflict: see `STALE_DOCUMENT` in docs/09. A save of a document with a version may find it deleted or changed; `changed`
   * is of `assign` with another version, `not-deleted` of a restore, `lease-lost` of a lease to be renewed.
   */
  readonly conflict: StaleConflict;

  constructor(documentName: string, conflict: StaleConflict) {
    super(stale[conflict](documentName));
    this.documentName = documentName;
    this.conflict = conflict;
  }
}

type StaleConflict = 'deleted' | 'deleted-or-changed' | 'changed' | 'not-deleted' | 'lease-lost';

const stale: Readonly<Record<StaleConflict, (documentName: string) => ErrorParts>> = {
  deleted: (name) => ({
    problem: `${name} was not saved`,
    reason:
      'It was deleted after it was loaded, and a save never restores a document; or it was loaded as a deleted document and has been restored',
    remedy: 'Load it again and decide, or save a new document',
  }),
  'deleted-or-changed': (name) => ({
    problem: `${name} was not saved`,
    reason:
      'It was deleted or changed after it was loaded, by another writer or by a write whose outcome was unknown',
    remedy: 'Load it again, repeat the change and save it',
  }),
  changed: (name) => ({
    problem: `The values were not assigned to ${name}`,
    reason: 'The version among them is not the one of the document: they belong to another state of it',
    remedy: 'Load the document again, and decide on the values of that state',
  }),
  'not-deleted': (name) => ({
    problem: `${name} was not restored`,
    reason: 'It is not deleted, or was restored, removed or changed after it was loaded or deleted',
    remedy: 'Load it again by find(...).withDeleted(), and decide',
  }),
  'lease-lost': (name) => ({
    problem: `The lease of a ${name} was not renewed`,
    reason: 'It has run out, was released, or belongs to another holder; or the document was deleted',
    remedy: 'Stop the work that it was for, and claim a document again',
  }),
};

/** A deleted document was written. */
export class DocumentDeletedError extends DocumentsError {
  readonly code = 'DOCUMENT_DELETED';
  readonly documentName: string;

  constructor(documentName: string, origin: string) {
    super({
      problem: `${origin} of a ${documentName} was refused`,
      reason: 'This object was deleted',
      remedy: 'Restore it, if its class has @DeletedAt(), or store a new document with create',
    });
    this.documentName = documentName;
  }
}

/** A document was written that was loaded by `readOnly`, or with a part of a field. */
export class ReadOnlyDocumentError extends DocumentsError {
  readonly code = 'READ_ONLY_DOCUMENT';
  readonly documentName: string;

  constructor(documentName: string, origin: string) {
    super({
      problem: `${origin} of a ${documentName} was refused`,
      reason:
        'It was loaded by readOnly, or with a path inside a field selected or omitted, which keeps no snapshot, so changes cannot be detected',
      remedy: 'Load the document without readOnly, and with whole fields, before you write it',
    });
    this.documentName = documentName;
  }
}

/** A document was written that was loaded in a transaction, after the transaction's own writes, and the transaction was rolled back. */
export class DocumentRolledBackError extends DocumentsError {
  readonly code = 'DOCUMENT_ROLLED_BACK';
  readonly documentName: string;

  constructor(documentName: string, origin: string) {
    super({
      problem: `${origin} of a ${documentName} was refused`,
      reason:
        'It was loaded in a transaction that was rolled back, and may show values that were never stored',
      remedy: 'Load it again',
    });
    this.documentName = documentName;
  }
}

/**
 * A transaction was rolled back, and a document that it had changed could not be restored. Later operations with the document fail with
 * this error too.
 */
export class DocumentNotRestoredError extends DocumentsError {
  readonly code = 'DOCUMENT_NOT_RESTORED';
  readonly documentName: string;
  /** The document, which may hold values that were never stored. */
  declare readonly document: object;

  constructor(documentName: string, origin: string, document: object) {
    super({
      problem:
        origin === 'restore'
          ? `A ${documentName} could not be restored after a transaction was rolled back`
          : `${origin} of a ${documentName} was refused`,
      reason:
        'The transaction had changed it, and its old values could not be set: it is frozen, or one of its setters refuses them',
      remedy: 'Load it again, and do not freeze documents that a transaction changes',
    });
    this.documentName = documentName;
    Object.defineProperty(this, 'document', { value: document });
  }
}

/** A document that was never stored was deleted or reloaded. */
export class DocumentNotStoredError extends DocumentsError {
  readonly code = 'DOCUMENT_NOT_STORED';
  readonly documentName: string;

  constructor(documentName: string, origin: string) {
    super({
      problem: `${origin} of a ${documentName} was refused`,
      reason: 'It was neither loaded nor saved by a repository of this connection',
      remedy: 'Load it first, or use deleteMany with a filter',
    });
    this.documentName = documentName;
  }
}

/** A document that is stored already was given to be inserted. */
export class DocumentAlreadyStoredError extends DocumentsError {
  readonly code = 'DOCUMENT_ALREADY_STORED';
  readonly documentName: string;

  constructor(documentName: string, origin: 'insertMany' | 'bulkWrite' = 'insertMany') {
    super({
      problem: `${origin} of ${documentName} was refused`,
      reason: 'One of the documents was loaded or saved before, or is in the list twice',
      remedy: 'Pass only new documents, each once; use save for stored ones',
    });
    this.documentName = documentName;
  }
}

/** A repository was given something that is not a document of its class. */
export class WrongDocumentClassError extends DocumentsError {
  readonly code = 'WRONG_DOCUMENT_CLASS';
  readonly documentName: string;

  constructor(documentName: string, origin: string, given: string, remedy?: string) {
    super({
      problem: `${origin} of the ${documentName} repository was given ${given}`,
      reason: `It stores instances of ${documentName} and of document classes that extend it`,
      remedy:
        remedy ??
        `Create the document with create or new ${documentName}(), and use the repository of its own class`,
    });
    this.documentName = documentName;
  }
}

/** `deleteMany` was given a filter that matches all documents. Nothing was deleted. */
export class EmptyFilterError extends DocumentsError {
  readonly code = 'EMPTY_FILTER';
  readonly documentName: string;

  constructor(documentName: string, origin: string) {
    super({
      problem: `${origin} of ${documentName} was refused`,
      reason: 'Its filter is empty and matches every document',
      remedy: 'Add conditions to the filter, or pass { allowAll: true }',
    });
    this.documentName = documentName;
  }
}

/** A method was given options that it cannot use. Nothing was sent to the server. */
export class InvalidOptionsError extends DocumentsError {
  readonly code = 'INVALID_OPTIONS';
  readonly documentName: string;

  constructor(documentName: string, reason: string, remedy: string) {
    super({ problem: `The options of an operation on ${documentName} cannot be used`, reason, remedy });
    this.documentName = documentName;
  }
}
