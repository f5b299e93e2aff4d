import type { DocumentSchema } from '../../schema/document-schema.js';
import { findMisfitsStepByStep } from '../find-misfits.js';
import { IssueList } from '../issue-list.js';
import type { Search } from '../issue-list.js';
import { isCertainlyStorable } from './certainly-valid.js';

/** The values of a document that cannot be stored in their fields. Missing fields, constraints and validators are not checked. */
export function findMisfits(
  schema: DocumentSchema,
  document: object,
  isAccepted?: Search['isAccepted'],
): IssueList {
  if (isCertainlyStorable(schema, document)) return IssueList.none;
  return findMisfitsStepByStep(schema, document, isAccepted);
}
