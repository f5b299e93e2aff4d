import type { IssueList } from '../../validation/issue-list.js';
import { Issues } from '../../validation/issues.js';
import { ValidationError } from '../../validation/validation-error.js';
import type { ValidationIssue } from '../../validation/validation-issue.js';
import { findWriteIssues } from '../write/assert-valid.js';
import { Draft } from '../write/draft.js';
import type { Subject } from '../write/draft.js';
import { findChangedImmutables } from '../write/immutable-fields.js';
import type { Operation } from '../operation.js';

const none: readonly ValidationIssue[] = Object.freeze([]);

/**
 * Validates a document to be saved, gives a new one an id if it lacks one, and encodes it at once: changes made while validators run are
 * not written (decision 0047).
 * @throws ValidationError with all issues, changed immutable fields included; ValidatorTimeoutError; what a validator throws
 */
export async function validatedDraft(operation: Operation, subject: Subject): Promise<Draft> {
  const list = findWriteIssues(subject, operation.timeout);
  const draft = list.isEmpty ? draftWithId(operation, subject) : undefined;
  const immutables = draft?.changedImmutables ?? changedImmutables(subject, list);
  await list.answered;
  if (draft && list.isEmpty && immutables.length === 0) return draft;
  throw errorOf(subject, list, immutables);
}

function draftWithId({ held }: Operation, subject: Subject): Draft {
  held.ensureId(subject.schema, subject.document);
  return Draft.of(subject);
}

/**
 * Finds changed immutable fields in a document with other issues. Values that were not checked may be of another type, and cannot be
 * compared.
 */
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
