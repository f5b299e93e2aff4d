import { DocumentsError } from '../errors/documents-error.js';

/** An asynchronous validator exceeded its time limit: nothing was written. Its `abortSignal` is aborted with this error. */
export class ValidatorTimeoutError extends DocumentsError {
  readonly code = 'VALIDATOR_TIMEOUT';
  /** The document's name. */
  readonly documentName: string;
  /** The path of the value, as in `ValidationIssue`; empty for the document itself. */
  readonly path: string;
  /** The time limit in ms. */
  readonly timeout: number;

  /** @param total the limit of all receivers and validators of the operation together, in ms, if that was exceeded */
  constructor(documentName: string, path: string, timeout: number, total: number | undefined) {
    super({
      problem: `A validator of ${documentName}${path === '' ? '' : ` for ${path}`} did not answer within ${Math.round(timeout)} ms`,
      reason:
        total === undefined
          ? 'That is the timeout of a validator, which is that of a receiver'
          : `All receivers and validators of an operation together may take ${total} ms, and the others used up the rest`,
      remedy:
        'Stop waiting when its "abortSignal" is aborted, do slow checks elsewhere, or raise the timeout',
    });
    this.documentName = documentName;
    this.path = path;
    this.timeout = timeout;
  }
}
