import type { DocumentSchema } from '../../../lib/schema/document-schema.js';
import * as fast from '../../../lib/validation/fast/find-issues.js';
import type { Validation } from '../../../lib/validation/find-issues.js';
import type { IssueList } from '../../../lib/validation/issue-list.js';
import type { ValidationIssue } from '../../../lib/validation/validation-issue.js';

/** The issues found, or a promise of them if a validator is asynchronous. */
export type Found = ValidationIssue[] | Promise<ValidationIssue[]>;

export function foundIn(list: IssueList): Found {
  return list.answered ? list.answered.then(() => list.issues.listed) : list.issues.listed;
}

/** The issues of a document, as a list. */
export function findIssues(schema: DocumentSchema, document: object, options?: Validation): Found {
  return foundIn(fast.findIssues(schema, document, options));
}
