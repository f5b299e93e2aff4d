import type { DocumentSchema } from '../schema/document-schema.js';
import { checkFields } from './find-issues.js';
import { IssueList } from './issue-list.js';
import type { Search } from './issue-list.js';
import { documentPlace } from './place.js';

/** Does the same as `findMisfits`, without generated code. */
export function findMisfitsStepByStep(
  schema: DocumentSchema,
  document: object,
  isAccepted?: Search['isAccepted'],
): IssueList {
  return IssueList.find({ start: { kind: 'embedded', schema }, checks: 'storable', isAccepted }, (list) => {
    checkFields(schema, document, documentPlace, list);
  });
}
