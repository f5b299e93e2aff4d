import type { OperationTimeout } from '../signal/timeout.js';
import type { IssueList } from '../validation/issue-list.js';
import { Issues } from '../validation/issues.js';
import { ValidationError } from '../validation/validation-error.js';
import type { ValidationIssue } from '../validation/validation-issue.js';
import { findWriteIssues } from './assert-valid.js';
import { Draft } from './draft.js';
import type { Subject } from './draft.js';
import { findChangedImmutables } from './immutable-fields.js';

const none: readonly ValidationIssue[] = Object.freeze([]);

/**
 * Validates a document that is to be saved.
 * @returns the document as it is now; a promise of it only if a validator is asynchronous
 * @throws ValidationError with everything that is wrong, what is immutable and has changed included; ValidatorTimeoutError; what a
 * validator throws
 */
export function validate(subject: Subject, timeout: OperationTimeout): Draft | Promise<Draft> {
  const list = findWriteIssues(subject, timeout);
  const draft = list.isEmpty ? new Draft(subject, list.answered !== undefined) : undefined;
  const immutables = draft ? draft.changedImmutables() : changedImmutables(subject, list);
  const accepted = (): Draft => {
    if (draft && list.isEmpty && immutables.length === 0) return draft;
    throw errorOf(subject, list, immutables);
  };
  if (!list.answered) return accepted();
  return list.answered.then(accepted).catch((error: unknown) => {
    draft?.discard();
    throw error;
  });
}

/** Of a document of which something else is wrong. Values that were not looked at may be of another type, and cannot be compared. */
function changedImmutables(
  { schema, document, snapshot, memory }: Subject,
  list: IssueList,
): readonly ValidationIssue[] {
  if (!snapshot || list.isFull || list.hasEndedEarly) return none;
  return findChangedImmutables(schema, document, snapshot, memory.undeclared, list.issues.listed);
}

function errorOf(
  { schema }: Subject,
  list: IssueList,
  immutables: readonly ValidationIssue[],
): ValidationError {
  const issues = new Issues();
  issues.addAll(list.issues);
  for (const issue of immutables) issues.add(issue);
  issues.sort(schema);
  return new ValidationError(schema.name, issues.listed, issues.total);
}
