/** What can be wrong with a value. Stable, for programs and translations. */
export type IssueCode = 'required' | 'type' | 'unknown_field' | 'immutable';

/** One thing that is wrong with a document. */
export interface ValidationIssue {
  /** Field names from the document to the value, joined by dots: `others.1.street`. */
  readonly path: string;
  readonly code: IssueCode;
  /** In English; names types and never holds a value. */
  readonly message: string;
}
