import type { DocumentSchema } from '../../schema/document-schema.js';
import { hasNamedValues } from '../../schema/declare/given-by-fields.js';
import { isObject } from '../../value/own-value.js';
import type { OperationTimeout } from '../../signal/timeout.js';
import { describeValue } from '../../value/describe-value.js';
import { findIssues } from '../../validation/fast/find-issues.js';
import { findUnknownFields } from '../../validation/find-unknown-fields.js';
import type { IssueList } from '../../validation/issue-list.js';
import { ValidationError } from '../../validation/validation-error.js';
import { newIssue } from '../../validation/validation-issue.js';
import { idGenerator } from '../document-id.js';
import type { Subject } from './draft.js';
import { unchangedTest } from './unchanged-issues.js';

/**
 * Finds the issues of a document to be written: invalid fields, a missing id that the library cannot generate, values that validators
 * refuse. Changed immutable fields of a stored document are not among them: those are found from its differences.
 * @throws what a validator throws
 */
export function findWriteIssues(
  { schema, document, snapshot }: Subject,
  timeout: OperationTimeout,
): IssueList {
  return snapshot
    ? findIssues(schema, document, {
        ...{ loaded: snapshot.loaded, timeout },
        isAccepted: unchangedTest(schema, document, snapshot),
      })
    : findIssues(schema, document, { optional: idGenerator(schema) && schema.id.field, timeout });
}

/** @throws ValidationError if the values are not an object or name an unknown field, like a request with excess keys */
export function assertKnownFields(schema: DocumentSchema, values: unknown): void {
  if (!isObject(values) || !hasNamedValues(values)) {
    const message = `the values should be an object, not ${describeValue(values)}`;
    throw new ValidationError(schema.name, [newIssue('', 'type', message, [])]);
  }
  const { listed, total } = findUnknownFields(schema, values);
  if (total > 0) throw new ValidationError(schema.name, listed, total);
}
