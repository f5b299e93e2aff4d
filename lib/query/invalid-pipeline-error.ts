import { DocumentsError } from '../errors/documents-error.js';

/** An aggregation was given something that it cannot use. Nothing was sent to the server. */
export class InvalidPipelineError extends DocumentsError {
  readonly code = 'INVALID_PIPELINE';
  /** The stage or function that refused it: `group`, `dateTrunc`. */
  readonly place: string;

  constructor(place: string, reason: string, remedy: string) {
    super({ problem: `An aggregation cannot be used, because of ${place}`, reason, remedy });
    this.place = place;
  }
}
