import type { ErrorParts } from '../../errors/documents-error.js';
import { propertyOf } from '../../errors/read-safely.js';
import { DriverError } from './driver-error.js';
import { documentValidationFailure } from './server-codes.js';
import type { WriteOutcome } from './write-outcome.js';

/** An error of a write that tells its outcome. */
export abstract class WriteError extends DriverError {
  abstract readonly outcome: WriteOutcome;
}

/** The outcome of a refused write: unknown for an update of many documents, which may have changed others before. */
export type RefusedOutcome = Extract<WriteOutcome, 'notApplied' | 'unknown'>;

/** Another document has the same value under a unique index. Nothing was written, unless an update of many documents met it. */
export class DuplicateKeyError extends WriteError {
  readonly code = 'DUPLICATE_KEY';
  /** `unknown` for an update of many documents: those before the refused one are updated. */
  readonly outcome: RefusedOutcome;
  readonly documentName: string;
  /** The paths of the index by field name, if the server names them. */
  readonly fields: readonly string[];
  /** The same paths by the stored keys. */
  readonly keys: readonly string[];

  constructor(
    documentName: string,
    { keys, fields }: Readonly<Record<'keys' | 'fields', readonly string[]>>,
    cause: unknown,
    outcome: RefusedOutcome = 'notApplied',
  ) {
    super({
      problem: problemOf(documentName, outcome),
      reason: `Another document has the same ${fields.length > 0 ? fields.join(', ') : 'value under a unique index'}`,
      remedy: 'Choose another value, or load and change the document that has it',
      cause,
    });
    this.documentName = documentName;
    this.fields = fields;
    this.keys = keys;
    this.outcome = outcome;
  }
}

/** The server refused a write for a reason other than a duplicate key or its size. Nothing was written. */
export class WriteRefusedError extends WriteError {
  readonly code = 'WRITE_REFUSED';
  readonly outcome = 'notApplied';
  readonly documentName: string;
  /** The server's error code: 121 for its validation, 13 for missing rights, 112 for a conflict of transactions. */
  readonly serverCode: number | undefined;
  /** The server's error name, if given. */
  readonly serverCodeName: string | undefined;
  /** The paths of the fields that the validator of the collection refused, if the server names them. */
  readonly paths: readonly string[];

  constructor(
    documentName: string,
    serverCode: number | undefined,
    serverCodeName: string | undefined,
    cause: unknown,
    paths: readonly string[] = [],
  ) {
    super({
      problem: `${documentName} was not written`,
      ...(serverCode === documentValidationFailure
        ? refusedByValidator(paths)
        : {
            reason: `The server refused it with code ${serverCode ?? 'unknown'}${serverCodeName ? ` (${serverCodeName})` : ''}`,
            remedy: `See "cause" for the server's message; with the label TransientTransactionError the whole transaction may be tried again`,
          }),
      cause,
    });
    this.documentName = documentName;
    this.paths = Object.freeze([...paths]);
    this.serverCode = serverCode;
    this.serverCodeName = serverCodeName;
  }
}

/** The longest list of paths in a message. */
const shownPaths = 10;

function refusedByValidator(paths: readonly string[]): Pick<ErrorParts, 'reason' | 'remedy'> {
  const shown = paths.slice(0, shownPaths).join(', ');
  const more = paths.length > shownPaths ? ` and ${paths.length - shownPaths} others` : '';
  return {
    reason: `The validator of its collection refused it${shown && ` because of ${shown}${more}`}`,
    remedy: `See "cause" for the server's report, which holds values; correct the document, or the validator if it differs from the class`,
  };
}

/** A document is larger than MongoDB's 16 MB. Nothing was written, unless an update of many documents met it. */
export class DocumentTooLargeError extends WriteError {
  readonly code = 'DOCUMENT_TOO_LARGE';
  /** `unknown` for an update of many documents that made one of them too large: those before it are updated. */
  readonly outcome: RefusedOutcome;
  readonly documentName: string;

  constructor(documentName: string, cause?: unknown, outcome: RefusedOutcome = 'notApplied') {
    super({
      problem: problemOf(documentName, outcome),
      reason: 'It is larger than 16 MB, the maximum for one document in MongoDB',
      remedy: 'Move growing data to documents of its own, or to files outside the database',
      cause,
    });
    this.documentName = documentName;
    this.outcome = outcome;
  }
}

function problemOf(documentName: string, outcome: RefusedOutcome): string {
  return outcome === 'unknown'
    ? `A write of several ${documentName} ended at one of them, and those before it may be written`
    : `${documentName} was not written`;
}

/** Nothing could be sent to the server, or the connection was closed during a read: nothing was read or written. */
export class ServerUnavailableError extends WriteError {
  readonly code = 'SERVER_UNAVAILABLE';
  readonly outcome = 'notApplied';
  readonly documentName: string;

  constructor(documentName: string, cause: unknown) {
    super({ ...partsOf(documentName, propertyOf(cause, 'name')), cause });
    this.documentName = documentName;
  }
}

type Parts = Omit<ErrorParts, 'cause'>;

function partsOf(documentName: string, nameOfCause: unknown): Parts {
  const problem = `Nothing was sent to the server for ${documentName}`;
  switch (nameOfCause) {
    case 'MongoWaitQueueTimeoutError':
      return {
        problem,
        reason: 'All connections of the pool were in use, and none became free in time',
        remedy:
          'Use fewer connections at a time, especially for transactions, or raise "maxPoolSize" or "waitQueueTimeoutMS"',
      };
    case 'MongoClientClosedError':
    case 'MongoCursorExhaustedError':
      return {
        problem: `Nothing was read for ${documentName}`,
        reason: 'The connection was closed during the read',
        remedy: 'Await pending operations before you close the application',
      };
    case 'MongoExpiredSessionError':
      return {
        problem,
        reason: 'Its session has ended: its owner ended it, or the connection was closed',
        remedy: 'Await pending operations before you end a session or close the application',
      };
    default:
      return {
        problem,
        reason: 'No suitable server was available, or the connection to it was closed',
        remedy: 'Try again when the server is available',
      };
  }
}
