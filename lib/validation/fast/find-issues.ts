import type { DocumentSchema } from '../../schema/document-schema.js';
import { findIssuesStepByStep } from '../find-issues.js';
import type { Validation } from '../find-issues.js';
import { IssueList } from '../issue-list.js';
import { isCertainlyValid } from './certainly-valid.js';

/**
 * Everything that is wrong with a document: missing fields, wrong types, broken constraints, at any depth, and refusals of validators.
 * Complete once the asynchronous ones have answered.
 * @throws the error of a validator
 */
export function findIssues(schema: DocumentSchema, document: object, validation: Validation = {}): IssueList {
  if (isCertainlyValid(schema, document, validation.optional?.name)) return IssueList.none;
  return findIssuesStepByStep(schema, document, validation);
}
