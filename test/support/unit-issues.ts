import type { DocumentSchema } from '../../lib/schema/document-schema.js';
import * as validation from '../../lib/validation/find-issues.js';
import type { IssueList } from '../../lib/validation/issue-list.js';
import type { ValidationIssue } from '../../lib/validation/validation-issue.js';

/** What was found, or a promise of it if a validator is asynchronous. */
export type Found = ValidationIssue[] | Promise<ValidationIssue[]>;

export function foundIn(list: IssueList): Found {
  return list.answered ? list.answered.then(() => list.issues.listed) : list.issues.listed;
}

/** The issues of a document, as a list. */
export function findIssues(schema: DocumentSchema, document: object, options?: validation.Validation): Found {
  return foundIn(validation.findIssues(schema, document, options));
}
