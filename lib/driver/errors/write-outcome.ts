import { DocumentsError } from '../../errors/documents-error.js';
import { isInstanceOf } from '../../errors/read-safely.js';

/**
 * What became of a write, or of the documents of a bulk. `applied` tells of what is stored but was not acknowledged as asked; a write
 * without an error is applied and acknowledged.
 */
export type WriteOutcome = 'applied' | 'notApplied' | 'partlyApplied' | 'unknown';

/** What became of the documents of a bulk insert, as indexes into the list of documents. */
export interface BulkOutcome {
  readonly applied: readonly number[];
  readonly failed: readonly number[];
  readonly notAttempted: readonly number[];
}

/** What is known of the documents of a bulk insert whose end is not known, as indexes into the list of documents. */
export interface UncertainBulkOutcome {
  readonly applied: readonly number[];
  readonly failed: readonly number[];
  /** Those that may be stored or not. */
  readonly unknown: readonly number[];
}

/** What an error of this package says of the write that it ended; undefined for others, as those of listeners. */
export function outcomeOf(error: unknown): WriteOutcome | undefined {
  return isInstanceOf(error, DocumentsError) && 'outcome' in error
    ? (error.outcome as WriteOutcome)
    : undefined;
}

/** The same with lists that nobody can change. */
export function freezeLists<T extends object>(outcome: T): T {
  const entries = Object.entries(outcome).map(([name, list]) => [
    name,
    Object.freeze([...(list as number[])]),
  ]);
  return Object.freeze(Object.fromEntries(entries)) as T;
}
