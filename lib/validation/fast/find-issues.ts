import type { DocumentSchema } from '../../schema/document-schema.js';
import { findIssuesStepByStep } from '../find-issues.js';
import type { Validation } from '../find-issues.js';
import { IssueList } from '../issue-list.js';
import { isCertainlyValid } from './certainly-valid.js';

/**
 * Everything that is wrong with a document: missing fields, values that do not fit their type or constraints, at any depth, and what
 * validators refuse. Complete when those have answered that are asynchronous.
 * @throws what a validator throws
 */
export function findIssues(schema: DocumentSchema, document: object, validation: Validation = {}): IssueList {
  if (isCertainlyValid(schema, document, validation.optional?.name)) return IssueList.none;
  return findIssuesStepByStep(schema, document, validation);
}
