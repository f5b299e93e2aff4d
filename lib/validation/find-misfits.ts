import type { DocumentSchema } from '../schema/document-schema.js';
import { isCertainlyStorable } from './fast/certainly-valid.js';
import { checkFields } from './find-issues.js';
import { IssueList } from './issue-list.js';
import type { Search } from './issue-list.js';
import { documentPlace } from './place.js';

/** The values of a document that cannot be stored in their fields. What is missing, constraints and validators are left aside. */
export function findMisfits(
  schema: DocumentSchema,
  document: object,
  isAccepted?: Search['isAccepted'],
): IssueList {
  if (isCertainlyStorable(schema, document)) return IssueList.none;
  return findMisfitsStepByStep(schema, document, isAccepted);
}

/** The same without generated code. */
export function findMisfitsStepByStep(
  schema: DocumentSchema,
  document: object,
  isAccepted?: Search['isAccepted'],
): IssueList {
  return IssueList.find({ start: { kind: 'embedded', schema }, checks: 'storable', isAccepted }, (list) => {
    checkFields(schema, document, documentPlace, list);
  });
}
