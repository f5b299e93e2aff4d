import type { WriteOutcome } from './write-outcome.js';
import { WriteError } from './write-errors.js';

/** A delete with delete rules stopped midway, outside of a transaction. */
export class DeleteIncompleteError extends WriteError {
  readonly code = 'DELETE_INCOMPLETE';
  /** `unknown` if the outcome of the last command is. */
  readonly outcome: WriteOutcome;
  readonly documentName: string;
  /** The number of documents certainly deleted or updated by its rules. */
  readonly documentCount: number;
  /** The error of receivers of the signals after that part; undefined if none failed. */
  declare readonly postSignalError: Error | undefined;

  constructor(
    documentName: string,
    origin: string,
    { count, isUnknown }: { readonly count: number; readonly isUnknown: boolean },
    cause: unknown,
    postSignalError: Error | undefined,
  ) {
    super({
      problem: `${origin} of ${documentName} stopped after ${count} documents that it deleted or updated by delete rules`,
      reason: isUnknown
        ? 'It is unknown whether the next command was carried out, and those after it were not tried'
        : 'The next command failed, and those after it were not tried',
      remedy: 'See "cause", and call it again: it does the rest; in a transaction all is done or nothing',
      cause,
    });
    this.outcome = isUnknown ? 'unknown' : 'partlyApplied';
    this.documentName = documentName;
    this.documentCount = count;
    Object.defineProperty(this, 'postSignalError', { value: postSignalError });
  }
}
