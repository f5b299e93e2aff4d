import { MongoBulkWriteError, MongoServerError } from 'mongodb';
import { DriverError } from './driver-error.js';

/** Another document has the same value under a unique index. Nothing was written. */
export class DuplicateKeyError extends DriverError {
  readonly code = 'DUPLICATE_KEY';
  readonly documentName: string;
  /** The keys of the index, if the server tells. */
  readonly keys: readonly string[];

  constructor(documentName: string, keys: readonly string[], cause: unknown) {
    super({
      problem: `${documentName} was not written`,
      reason: `Another document has the same ${keys.length > 0 ? keys.join(', ') : 'value under a unique index'}`,
      remedy: 'Choose another value, or load and change the document that has it',
      cause,
    });
    this.documentName = documentName;
    this.keys = keys;
  }
}

/** What became of the documents of a bulk insert, as indexes into the list of documents. */
export interface BulkOutcome {
  readonly applied: readonly number[];
  readonly failed: readonly number[];
  readonly notAttempted: readonly number[];
}

/** Some documents of a bulk insert were refused by the server. Those in `applied` are stored. */
export class BulkWriteError extends DriverError implements BulkOutcome {
  readonly code = 'BULK_WRITE_FAILED';
  readonly documentName: string;
  readonly applied: readonly number[];
  readonly failed: readonly number[];
  readonly notAttempted: readonly number[];
  /** What receivers of `postBulkInsert` threw besides. */
  declare readonly postSignalError: Error | undefined;

  constructor(documentName: string, outcome: BulkOutcome, cause: unknown, postSignalError?: Error) {
    const { applied, failed, notAttempted } = outcome;
    super({
      problem: `Of ${applied.length + failed.length + notAttempted.length} ${documentName} documents ${applied.length} were inserted`,
      reason: `${failed.length} were refused by the server, and ${notAttempted.length} were not tried after that`,
      remedy: `See "applied", "failed" and "notAttempted" for the indexes; "cause" has the server's reasons`,
      cause,
    });
    this.documentName = documentName;
    this.applied = Object.freeze([...applied]);
    this.failed = Object.freeze([...failed]);
    this.notAttempted = Object.freeze([...notAttempted]);
    Object.defineProperty(this, 'postSignalError', { value: postSignalError });
  }
}

/** The driver's error as this package's, where there is one for it; else the driver's error itself. */
export function translateWriteError(error: unknown, documentName: string): unknown {
  if (!(error instanceof MongoServerError) || error.code !== 11000 || error instanceof MongoBulkWriteError)
    return error;
  const pattern = (error as { readonly keyPattern?: object }).keyPattern;
  return new DuplicateKeyError(documentName, Object.keys(pattern ?? {}), error);
}

/** What became of `count` documents; undefined if the error does not tell. */
export function bulkOutcome(error: unknown, count: number, ordered: boolean): BulkOutcome | undefined {
  if (!(error instanceof MongoBulkWriteError)) return undefined;
  const failed = [error.writeErrors].flat().map((writeError) => writeError.index);
  if (failed.length === 0) return undefined;
  const end = ordered ? Math.min(...failed) + 1 : count;
  const indexes = Array.from({ length: count }, (_, index) => index);
  return {
    applied: indexes.filter((index) => index < end && !failed.includes(index)),
    failed,
    notAttempted: indexes.filter((index) => index >= end),
  };
}
