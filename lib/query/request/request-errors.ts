import { DocumentsError } from '../../errors/documents-error.js';

/** The kinds of issues of a request. Stable, for programs and translations. */
export type RequestIssueCode =
  | 'unknown_parameter'
  | 'operator'
  | 'type'
  | 'max_length'
  | 'too_many'
  | 'min'
  | 'max'
  | 'sort'
  | 'duplicate'
  | 'conflict';

/** One thing that is wrong with the query string of a request. */
export interface RequestIssue {
  /** The parameter: `createdAt[gte]`, `page`. The name of an unknown one that does not look like a name is shown as its length. */
  readonly path: string;
  readonly code: RequestIssueCode;
  /** English text that names types and limits and never holds a value. */
  readonly message: string;
}

/** The most issues in the message. */
const told = 10;

/** The query string of a request cannot be used. Nothing was sent to the server. `issues` lists all that is wrong, up to a hundred issues. */
export class InvalidRequestError extends DocumentsError {
  readonly code = 'INVALID_REQUEST';
  readonly documentName: string;
  readonly issues: readonly RequestIssue[];

  constructor(documentName: string, issues: readonly RequestIssue[]) {
    const more = issues.length - told;
    super({
      problem: `A request for ${documentName} cannot be used`,
      reason: issues.slice(0, told).map(textOf).join('; ') + (more > 0 ? `; and ${more} more` : ''),
      remedy: 'Correct these parameters ("issues" lists them)',
    });
    this.documentName = documentName;
    this.issues = Object.freeze([...issues]);
  }
}

/** The options of `filterFrom` do not fit the document class, which is a fault of the program. */
export class InvalidRequestOptionsError extends DocumentsError {
  readonly code = 'INVALID_REQUEST_OPTIONS';
  readonly documentName: string;

  constructor(documentName: string, reason: string, remedy: string) {
    super({ problem: `The options of filterFrom for ${documentName} cannot be used`, reason, remedy });
    this.documentName = documentName;
  }
}

function textOf({ path, message }: RequestIssue): string {
  return path === '' ? message : `${path} ${message}`;
}
