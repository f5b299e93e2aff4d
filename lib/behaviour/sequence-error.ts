import { WriteError } from '../driver/errors/write-errors.js';

/** Numbers could not be assigned with certainty, so the documents were not written. A number may be left out. */
export class SequenceError extends WriteError {
  readonly code = 'SEQUENCE_FAILED';
  readonly outcome = 'notApplied';
  readonly documentName: string;
  /** The counter in the collection `sequences`. */
  readonly counter: string;

  constructor(documentName: string, counter: string, cause: unknown) {
    super({
      problem: `${documentName} was not written`,
      reason: `It is unknown whether its counter ${counter} was raised, or whether that is durable`,
      remedy: 'Save it again; a number may be skipped',
      cause,
    });
    this.documentName = documentName;
    this.counter = counter;
  }
}
