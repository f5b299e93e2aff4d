import { DocumentsError } from '../errors/documents-error.js';
import { shownText } from '../errors/shown-name.js';
import { listedAtMost } from './issues.js';
import type { ValidationIssue } from './validation-issue.js';

/** The most issues in the message, and characters of each. */
const told = { issues: 10, characters: 300 };

/**
 * Documents are not valid: nothing was written. `issues` lists up to a hundred issues in the order of the fields, and the message the first
 * ten of them.
 */
export class ValidationError extends DocumentsError {
  readonly code = 'VALIDATION_FAILED';
  /** The document's name. */
  readonly documentName: string;
  readonly issues: readonly ValidationIssue[];
  /** The number of issues found; greater than the length of `issues` if that is a hundred. The search may have ended early. */
  readonly total: number;

  /** @param total the number of issues, if not all are given */
  constructor(documentName: string, issues: readonly ValidationIssue[], total: number = issues.length) {
    super({
      problem: `${documentName} is not valid`,
      reason: issues.slice(0, told.issues).map(textOf).join('; ') + more(total - told.issues),
      remedy: 'Correct these fields before writing ("issues" lists them)',
    });
    this.documentName = documentName;
    this.issues = Object.freeze(issues.slice(0, listedAtMost));
    this.total = total;
  }
}

function textOf({ path, message }: ValidationIssue): string {
  return shownText(path === '' ? message : `${path}: ${message}`, told.characters);
}

function more(count: number): string {
  return count > 0 ? `; and ${count} more` : '';
}
