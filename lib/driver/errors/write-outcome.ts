import { DocumentsError } from '../../errors/documents-error.js';
import { isInstanceOf } from '../../errors/read-safely.js';

/**
 * The outcome of a write, or of the documents of a bulk. `applied` in an error means stored without the requested acknowledgement; a write
 * without an error is applied and acknowledged.
 */
export type WriteOutcome = 'applied' | 'notApplied' | 'partlyApplied' | 'unknown';

/** The outcome for the documents or parts of a bulk, as indexes into the list. */
export interface BulkOutcome {
  readonly applied: readonly number[];
  readonly failed: readonly number[];
  readonly notAttempted: readonly number[];
}

/** The known outcome for the documents or parts of a bulk whose end is unknown, as indexes into the list. */
export interface UncertainBulkOutcome extends BulkOutcome {
  /** Those that may be written or not. */
  readonly unknown: readonly number[];
}

/** A document or part of a bulk that was refused. */
export interface BulkWriteFailure {
  /** Its index in the list. */
  readonly index: number;
  /** The reason: `DuplicateKeyError`, `StaleDocumentError`, `WriteRefusedError`, `DocumentTooLargeError`. */
  readonly error: Error;
}

/** Reads the outcome of a write off this package's errors; undefined for other errors, such as those of listeners. */
export function outcomeOf(error: unknown): WriteOutcome | undefined {
  return isInstanceOf(error, DocumentsError) && 'outcome' in error
    ? (error.outcome as WriteOutcome)
    : undefined;
}

/** Freezes the lists of an outcome. */
export function freezeLists<T extends object>(outcome: T): T {
  const entries = Object.entries(outcome).map(([name, list]) => [
    name,
    Object.freeze([...(list as number[])]),
  ]);
  return Object.freeze(Object.fromEntries(entries)) as T;
}
