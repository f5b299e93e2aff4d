import type { Budget } from '../signal/budget.js';
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
 * Validates a document that is to be saved, and encodes it in the same moment, before asynchronous validators have answered.
 * @returns the document as it was then
 * @throws ValidationError with everything that is wrong, what is immutable and has changed included; ValidatorTimeoutError; what a
 * validator throws
 */
export async function validate(subject: Subject, budget: Budget): Promise<Draft> {
  const list = findWriteIssues(subject, budget);
  if (!list.isEmpty) {
    const changed = changedImmutables(subject, list);
    if (list.answered) await list.answered;
    throw errorOf(subject, list, changed);
  }
  const draft = new Draft(subject, list.answered !== undefined);
  try {
    const changed = draft.changedImmutables();
    if (list.answered) await list.answered;
    if (hasIssues(list, changed)) throw errorOf(subject, list, changed);
    return draft;
  } catch (error) {
    draft.discard();
    throw error;
  }
}

/** Of a document of which something else is wrong. Values that were not looked at may be of another type, and cannot be compared. */
function changedImmutables(
  { schema, document, snapshot, memory }: Subject,
  list: IssueList,
): readonly ValidationIssue[] {
  if (!snapshot || list.isFull || list.hasEndedEarly) return none;
  return findChangedImmutables(schema, document, snapshot, memory.undeclared, list.issues.listed);
}

function hasIssues(list: IssueList, changedImmutables: readonly ValidationIssue[]): boolean {
  return changedImmutables.length > 0 || !list.isEmpty;
}

function errorOf(
  { schema }: Subject,
  list: IssueList,
  changedImmutables: readonly ValidationIssue[],
): ValidationError {
  const issues = new Issues();
  issues.addAll(list.issues);
  for (const issue of changedImmutables) issues.add(issue);
  issues.sort(schema);
  return new ValidationError(schema.name, issues.listed, issues.total);
}
