import { WriteError } from './write-errors.js';

/** The application ends: an operation came too late, or has taken longer than the end waits. What this is thrown for was not sent. */
export class ShuttingDownError extends WriteError {
  readonly code = 'SHUTTING_DOWN';
  readonly outcome = 'notApplied';
  /** The document class, or what else something was to be sent for. */
  readonly documentName: string;

  constructor(documentName: string) {
    super({
      problem: `Nothing was sent to the server for ${documentName}`,
      reason:
        'The application is shutting down: only what was under way before goes on, for as long as "shutdownTimeout" says',
      remedy:
        'Await what writes before the application is closed, or write in a shutdown hook of a provider, where listeners are still called',
    });
    this.documentName = documentName;
  }
}
