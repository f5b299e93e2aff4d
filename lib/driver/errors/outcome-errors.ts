import { WriteError } from './write-errors.js';
import { freezeLists } from './write-outcome.js';
import type { BulkOutcome, BulkWriteFailure, UncertainBulkOutcome, WriteOutcome } from './write-outcome.js';

const noAnswer =
  'The write was sent, but no conclusive answer arrived, even after a second try where that is safe';

const remedies = Object.freeze({
  bulk: 'Look up those in "bulk.unknown" before you write them again',
  one: 'Load the document again to check, or save the same object again, which never inserts a second one',
  midway: 'See "cause", and load the documents again to check; in a transaction all are written or none',
});

/** A write was sent, and its outcome is unknown. The document in memory is as before the call. */
export class WriteOutcomeUnknownError extends WriteError {
  readonly code = 'WRITE_OUTCOME_UNKNOWN';
  readonly outcome = 'unknown';
  readonly documentName: string;
  /** The documents or parts of a bulk that are written, were refused, or may be written. */
  readonly bulk: UncertainBulkOutcome | undefined;
  /** The error of receivers of `post…` signals, if they failed as well. */
  declare readonly postSignalError: Error | undefined;

  /** @param midway the reason of a server that has refused one of several documents; default that no answer arrived */
  constructor(
    documentName: string,
    cause: unknown,
    bulk?: UncertainBulkOutcome,
    postSignalError?: Error,
    midway?: string,
  ) {
    super({
      problem: `It is unknown whether ${documentName} was written`,
      reason: midway ?? noAnswer,
      remedy: bulk ? remedies.bulk : midway === undefined ? remedies.one : remedies.midway,
      cause,
    });
    this.documentName = documentName;
    this.bulk = bulk && freezeLists(bulk);
    Object.defineProperty(this, 'postSignalError', { value: postSignalError });
  }
}

/**
 * A write was applied on the primary without the acknowledgement that its write concern asks for: it may be lost if that server is. The
 * document in memory is as before the call.
 */
export class WriteNotDurableError extends WriteError {
  readonly code = 'WRITE_NOT_DURABLE';
  readonly outcome = 'applied';
  readonly documentName: string;
  /** The documents or parts of a bulk that are on the primary. */
  readonly bulk: BulkOutcome | undefined;

  constructor(documentName: string, cause: unknown, bulk?: BulkOutcome) {
    super({
      problem: `${documentName} was written on the primary, but not acknowledged as requested`,
      reason:
        'Too few members of the replica set confirmed it in time, or the write concern cannot be fulfilled',
      remedy: 'Load it again once the replica set is healthy; the write may still be rolled back',
      cause,
    });
    this.documentName = documentName;
    this.bulk = bulk && freezeLists(bulk);
  }
}

/** Some documents or parts of a bulk were not written. Those in `applied` are. */
export class BulkWriteError extends WriteError implements BulkOutcome {
  readonly code = 'BULK_WRITE_FAILED';
  readonly outcome: WriteOutcome;
  readonly documentName: string;
  readonly applied: readonly number[];
  readonly failed: readonly number[];
  readonly notAttempted: readonly number[];
  /** The reasons for those in `failed`. Not enumerable. */
  declare readonly failures: readonly BulkWriteFailure[];
  /** The error of receivers of `post…` signals, if they failed as well. */
  declare readonly postSignalError: Error | undefined;

  constructor(
    documentName: string,
    outcome: BulkOutcome,
    cause: unknown,
    failures: readonly BulkWriteFailure[] = [],
    postSignalError?: Error,
  ) {
    const { applied, failed, notAttempted } = freezeLists(outcome);
    super({
      problem: `${applied.length} of ${applied.length + failed.length + notAttempted.length} writes of ${documentName} were applied`,
      reason:
        failed.length > 0
          ? `${failed.length} were refused, and ${notAttempted.length} were not tried after that`
          : `The server did not accept the next command, and ${notAttempted.length} were not tried`,
      remedy: `See "applied", "failed" and "notAttempted" for the indexes, and "failures" for the reasons`,
      cause,
    });
    this.outcome = applied.length > 0 ? 'partlyApplied' : 'notApplied';
    this.documentName = documentName;
    this.applied = applied;
    this.failed = failed;
    this.notAttempted = notAttempted;
    Object.defineProperties(this, {
      failures: { value: Object.freeze([...failures]) },
      postSignalError: { value: postSignalError },
    });
  }
}

/**
 * A `deleteMany` that deletes one document after another, for its listeners, stopped at an error, which is the `cause`. Documents deleted
 * before stay deleted.
 */
export class DeleteManyError extends WriteError {
  readonly code = 'DELETE_MANY_FAILED';
  /** `unknown` if the outcome for the last document is. */
  readonly outcome: WriteOutcome;
  readonly documentName: string;
  /** The number of documents certainly deleted, or kept as soft-deleted. */
  readonly deletedCount: number;

  constructor(documentName: string, deletedCount: number, isUnknown: boolean, cause: unknown) {
    super({
      problem: `deleteMany of ${documentName} stopped after ${deletedCount} documents, which are gone`,
      reason: isUnknown
        ? 'It is unknown whether the next one was deleted, and those after it were not tried'
        : 'The next one could not be deleted or read, and those after it were not tried',
      remedy: 'See "cause", and call it again for the rest; in a transaction all are deleted or none',
      cause,
    });
    this.outcome = isUnknown ? 'unknown' : 'partlyApplied';
    this.documentName = documentName;
    this.deletedCount = deletedCount;
  }
}
