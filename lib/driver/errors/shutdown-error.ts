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
        'The application is shutting down: only work already in progress continues, for at most "shutdownTimeout"',
      remedy:
        'Await all writes before you close the application, or write in a shutdown hook of a provider, where listeners are still called',
    });
    this.documentName = documentName;
  }
}
