import { DriverError } from './driver-error.js';

/** A read failed: the server refused it, or no answer came. A stream has yielded the documents before. Nothing was written. */
export class ReadFailedError extends DriverError {
  readonly code = 'READ_FAILED';
  readonly outcome = 'notApplied';
  readonly documentName: string;
  /** The server's error code, if it has answered: 13 for missing rights. */
  readonly serverCode: number | undefined;
  /** The server's error name, if given. */
  readonly serverCodeName: string | undefined;

  constructor(
    documentName: string,
    { code, name }: { readonly code: number | undefined; readonly name: string | undefined },
    cause: unknown,
  ) {
    super({
      problem: `A read for ${documentName} failed`,
      reason:
        code === undefined
          ? 'The connection was lost or closed before the whole answer arrived'
          : `The server refused it with code ${code}${name ? ` (${name})` : ''}`,
      remedy:
        code === undefined
          ? 'Read again; restart a loop over documents, or continue it after the last one by its sort'
          : `See "cause" for the server's message`,
      cause,
    });
    this.documentName = documentName;
    this.serverCode = code;
    this.serverCodeName = name;
  }
}

/** The server did not finish a query within its time: `maxTimeMS`, or `timeouts.query` of `forRoot`. Nothing was written. */
export class QueryTimeoutError extends DriverError {
  readonly code = 'QUERY_TIMEOUT';
  readonly outcome = 'notApplied';
  readonly documentName: string;

  constructor(documentName: string, cause: unknown) {
    super({
      problem: `A query for ${documentName} took too long`,
      reason: 'The server stopped it at the time that maxTimeMS, or timeouts.query of forRoot, allows it',
      remedy: 'Look at explain() for a missing index, ask for less, or allow the query more by maxTimeMS',
      cause,
    });
    this.documentName = documentName;
  }
}
