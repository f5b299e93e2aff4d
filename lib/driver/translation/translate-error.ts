import { MongoBulkWriteError, MongoError, MongoServerError } from 'mongodb';
import { classifyError, reasonOf, refusalOf } from './classify-error.js';
import type { CallKind } from './classify-error.js';
import { BulkWriteError, WriteNotDurableError, WriteOutcomeUnknownError } from '../errors/outcome-errors.js';
import { pathOfKeys } from './command-subject.js';
import type { CommandSubject } from './command-subject.js';
import { refusedKeys } from './refused-keys.js';
import { documentValidationFailure } from '../errors/server-codes.js';
import { QueryTimeoutError, ReadFailedError } from '../errors/read-errors.js';
import {
  DocumentTooLargeError,
  DuplicateKeyError,
  ServerUnavailableError,
  WriteRefusedError,
} from '../errors/write-errors.js';
import type { RefusedOutcome } from '../errors/write-errors.js';
import { outcomeOf } from '../errors/write-outcome.js';
import type { BulkOutcome, BulkWriteFailure } from '../errors/write-outcome.js';

/**
 * Translates the driver's error to this package's; returns other errors unchanged.
 * @param subject the document class, or another subject of the command
 * @param isInterrupted whether a server or connection was lost during the call (`Interruptions`); true if that is not known, so that a
 * write that was perhaps not sent has an unknown outcome
 */
export function translateError(
  error: unknown,
  subject: CommandSubject,
  kind: CallKind,
  isInterrupted = true,
): unknown {
  const { name: documentName } = subject;
  switch (classifyError(error, kind, isInterrupted)) {
    case 'unavailable':
      return new ServerUnavailableError(documentName, error);
    case 'unread':
      return unread(documentName, error);
    case 'timedOut':
      return new QueryTimeoutError(documentName, error);
    case 'duplicateKey':
      return duplicateKey(error as MongoServerError, subject, outcomeOfRefusal(error, kind));
    case 'tooLarge':
      return new DocumentTooLargeError(documentName, error, outcomeOfRefusal(error, kind));
    case 'refused':
      return refused(subject, error as MongoServerError);
    case 'notDurable':
      return new WriteNotDurableError(documentName, error);
    case 'refusedMidway':
      return new WriteOutcomeUnknownError(
        documentName,
        error,
        undefined,
        undefined,
        midway(error as MongoServerError),
      );
    case 'unknown':
      return new WriteOutcomeUnknownError(documentName, error);
    default:
      return error;
  }
}

/** The server refuses one document of several, and has written those before it; the driver refuses the whole command. */
function outcomeOfRefusal(error: unknown, kind: CallKind): RefusedOutcome {
  const isOfOne = kind !== 'writeMany' || !(error instanceof MongoServerError);
  return isOfOne || error.hasErrorLabel('NoWritesPerformed') ? 'notApplied' : 'unknown';
}

function duplicateKey(
  error: MongoServerError,
  subject: CommandSubject,
  outcome: RefusedOutcome,
): DuplicateKeyError {
  const keys = Object.keys((refusalOf(error) as { readonly keyPattern?: object }).keyPattern ?? {});
  const fields = keys.map((each) => pathOfKeys(subject, each.split('.')));
  return new DuplicateKeyError(subject.name, { keys, fields }, error, outcome);
}

/** The reason for a write of several documents that the server has refused at one of them. */
function midway(error: MongoServerError): string {
  const { code, name } = reasonOf(error);
  return `The server refused one of several documents with code ${code ?? 'unknown'}${name ? ` (${name})` : ''}, and does not say how many it wrote before`;
}

const noReason = Object.freeze({ code: undefined, name: undefined });

function unread(documentName: string, error: unknown): ReadFailedError {
  const reason = error instanceof MongoServerError ? reasonOf(error) : noReason;
  return new ReadFailedError(documentName, reason, error);
}

function refused(subject: CommandSubject, error: MongoServerError): WriteRefusedError {
  const { code, name } = reasonOf(error);
  const paths = code === documentValidationFailure ? refusedPaths(subject, error) : [];
  return new WriteRefusedError(subject.name, code, name, error, paths);
}

function refusedPaths(subject: CommandSubject, error: MongoServerError): readonly string[] {
  const { errInfo } = refusalOf(error) as { readonly errInfo?: unknown };
  const isOfOtherClass = (key: string): boolean => key === subject.family?.[0]?.discriminator.key;
  return refusedKeys(errInfo, isOfOtherClass).map((keys) => pathOfKeys(subject, keys));
}

/** A bulk insert that failed, at least in part. */
export interface BulkFailure {
  /** The documents that are stored and acknowledged, as indexes. */
  readonly acknowledged: readonly number[];
  /** Those that are certainly not stored, as indexes. */
  readonly notApplied: readonly number[];
  /** The error to throw, with what receivers of `postBulkInsert` threw. */
  toError(postSignalError?: Error): unknown;
}

/** Determines the outcome for the `count` documents of a bulk insert that failed. */
export function translateBulkError(
  error: unknown,
  subject: CommandSubject,
  { count, ordered, isInterrupted }: { count: number; ordered: boolean; isInterrupted: boolean },
): BulkFailure {
  const { name: documentName } = subject;
  const nothing = (translated: unknown): BulkFailure => ({
    acknowledged: [],
    notApplied: outcomeOf(translated) === 'notApplied' ? indexesUntil(count) : [],
    toError: () => translated,
  });
  if (!(error instanceof MongoBulkWriteError))
    return nothing(translateError(error, subject, 'write', isInterrupted));
  const failed = failedIndexes(error);
  const bulkError = (outcome: BulkOutcome): BulkFailure => ({
    acknowledged: outcome.applied,
    notApplied: [...outcome.failed, ...outcome.notAttempted],
    toError: (postSignalError) =>
      new BulkWriteError(documentName, outcome, error, failuresOf(subject, error), postSignalError),
  });
  // The server processed the whole bulk.
  if ([error.writeErrors].flat().length > 0)
    return bulkError(outcomeUntil(ordered ? Math.min(...failed) + 1 : count, count, failed));

  // The driver sends long lists in several commands, one after another: those before the failed one were answered.
  const answered = error.insertedCount + failed.length;
  const outcome = outcomeUntil(answered, count, failed);
  if (error.result.getWriteConcernError()) {
    if (outcome.applied.length === 0) return bulkError(outcome);
    const notApplied = [...outcome.failed, ...outcome.notAttempted];
    return { ...nothing(new WriteNotDurableError(documentName, error, outcome)), notApplied };
  }
  const original = originalOf(error);
  if (classifyError(original, 'write', isInterrupted) === 'unknown') {
    const { applied, notAttempted: unknown } = outcome;
    return {
      acknowledged: applied,
      notApplied: failed,
      toError: (postSignalError) =>
        new WriteOutcomeUnknownError(
          documentName,
          error,
          { applied, failed, notAttempted: [], unknown },
          postSignalError,
        ),
    };
  }
  if (answered > 0) return bulkError(outcome);
  return nothing(translateError(original, subject, 'write', isInterrupted));
}

/** The reasons for which the server has refused documents. */
function failuresOf(subject: CommandSubject, error: MongoBulkWriteError): BulkWriteFailure[] {
  return [error.writeErrors].flat().map(({ index, code, errmsg, errInfo }) => {
    const cause = new MongoServerError({ code, errmsg: errmsg ?? '', errInfo });
    return { index, error: translateError(cause, subject, 'write', false) as Error };
  });
}

function failedIndexes(error: MongoBulkWriteError): number[] {
  const own = [error.writeErrors].flat();
  return (own.length > 0 ? own : error.result.getWriteErrors()).map(({ index }) => index);
}

/** Computes the outcome if the documents before `end` were tried. */
function outcomeUntil(end: number, count: number, failed: readonly number[]): BulkOutcome {
  const indexes = indexesUntil(count);
  const failures = new Set(failed);
  return {
    applied: indexes.filter((index) => index < end && !failures.has(index)),
    failed,
    notAttempted: indexes.filter((index) => index >= end),
  };
}

function indexesUntil(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Unwraps the driver's bulk error: it keeps errors that are not the server's as the "response". */
export function originalOf(error: MongoBulkWriteError): MongoError {
  const response: unknown = error.errorResponse;
  return response instanceof MongoError ? response : error;
}
