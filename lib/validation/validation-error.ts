import { DocumentsError } from '../errors/documents-error.js';
import { shownText } from '../errors/shown-name.js';
import { listedAtMost } from './issues.js';
import type { ValidationIssue } from './validation-issue.js';

/** How many issues the message tells, and characters of each. */
const told = { issues: 10, characters: 300 };

/**
 * Documents are not valid: nothing was written. `issues` lists what is wrong, in the order of the fields: up to a hundred issues, of
 * which the message tells the first ten.
 */
export class ValidationError extends DocumentsError {
  readonly code = 'VALIDATION_FAILED';
  /** The document's name. */
  readonly documentName: string;
  readonly issues: readonly ValidationIssue[];
  /** How many issues were found; more than are in `issues`, if that is a hundred. The search for more may have ended before its end. */
  readonly total: number;

  /** @param total how many issues there are, if not all are given */
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
