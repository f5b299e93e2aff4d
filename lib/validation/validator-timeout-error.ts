import { DocumentsError } from '../errors/documents-error.js';

/** An asynchronous validator took longer than it may: nothing was written. The `abortSignal` that it was given is aborted with this error. */
export class ValidatorTimeoutError extends DocumentsError {
  readonly code = 'VALIDATOR_TIMEOUT';
  /** The document's name. */
  readonly documentName: string;
  /** Where the value stands that it was asked about, as in `ValidationIssue`; empty for the document itself. */
  readonly path: string;
  /** The time that it had, in ms. */
  readonly timeout: number;

  /** @param total what the receivers and validators of the operation together may take, in ms, if that is what was used up */
  constructor(documentName: string, path: string, timeout: number, total: number | undefined) {
    super({
      problem: `A validator of ${documentName}${path === '' ? '' : ` for ${path}`} did not answer within ${Math.round(timeout)} ms`,
      reason:
        total === undefined
          ? 'That is the time that a validator may take, as a receiver'
          : `All receivers and validators of an operation together may take ${total} ms, and the others had the rest`,
      remedy:
        'End what it waits for when its "abortSignal" is aborted, check what takes long elsewhere, or raise the timeout',
    });
    this.documentName = documentName;
    this.path = path;
    this.timeout = timeout;
  }
}
