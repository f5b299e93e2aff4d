import { DocumentsError } from '../errors/documents-error.js';
import type { ValidationIssue } from './validation-issue.js';

/** Documents are not valid: nothing was written. `issues` lists everything that is wrong, in the order of the fields. */
export class ValidationError extends DocumentsError {
  readonly code = 'VALIDATION_FAILED';
  /** The document's name. */
  readonly documentName: string;
  readonly issues: readonly ValidationIssue[];

  constructor(documentName: string, issues: readonly ValidationIssue[]) {
    super({
      problem: `${documentName} is not valid`,
      reason: issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; '),
      remedy: 'Correct these fields before writing ("issues" lists them)',
    });
    this.documentName = documentName;
    this.issues = Object.freeze([...issues]);
  }
}
