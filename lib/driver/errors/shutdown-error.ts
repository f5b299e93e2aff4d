import { WriteError } from './write-errors.js';

/** The application shuts down: an operation came too late, or outlasted the shutdown timeout. The refused command was not sent. */
export class ShuttingDownError extends WriteError {
  readonly code = 'SHUTTING_DOWN';
  readonly outcome = 'notApplied';
  /** The document class, or another name for the subject of the command. */
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
