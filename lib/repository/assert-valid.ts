import type { UndeclaredKeys } from '../codec/undeclared-keys.js';
import type { DocumentSchema, RootSchema } from '../schema/document-schema.js';
import { hasNamedValues } from '../schema/given-by-fields.js';
import { isObject } from '../schema/own-value.js';
import type { Snapshot } from '../state/snapshot.js';
import { describeValue, findIssues } from '../validation/find-issues.js';
import { findUnknownFields } from '../validation/find-unknown-fields.js';
import { inFieldOrder } from '../validation/issue-list.js';
import type { Found } from '../validation/issue-list.js';
import { ValidationError } from '../validation/validation-error.js';
import type { ValidationIssue } from '../validation/validation-issue.js';
import { idGenerator } from './document-id.js';
import { findChangedImmutables } from './immutable-fields.js';
import { withoutUnchanged } from './unchanged-issues.js';

/**
 * What is wrong with a document that is to be written: its fields, a missing id that the library cannot make, what validators refuse.
 * Of a stored one where anything is wrong, everything: also what is immutable and has changed. That alone is not looked for, since it is
 * told from the differences later on. A promise only if a validator is asynchronous.
 */
export function findWriteIssues(
  schema: RootSchema,
  document: object,
  undeclared: UndeclaredKeys,
  snapshot?: Snapshot,
): Found {
  if (!snapshot) return findIssues(schema, document, { optional: idGenerator(schema) && schema.id.field });
  const complete = (all: ValidationIssue[]): ValidationIssue[] => {
    if (all.length === 0) return all;
    const issues = withoutUnchanged(schema, document, all, snapshot);
    const changed = findChangedImmutables(schema, document, snapshot, undeclared, issues);
    return changed.length > 0 ? inFieldOrder(schema, [...issues, ...changed]) : issues;
  };
  const found = findIssues(schema, document, { loaded: snapshot.loaded });
  return Array.isArray(found) ? complete(found) : found.then(complete);
}

/**
 * @returns a promise only if a validator is asynchronous
 * @throws ValidationError with everything that is wrong, and what a validator throws
 */
export function assertValid(
  schema: RootSchema,
  document: object,
  undeclared: UndeclaredKeys,
  snapshot?: Snapshot,
): undefined | Promise<void> {
  const found = findWriteIssues(schema, document, undeclared, snapshot);
  if (!Array.isArray(found)) {
    return found.then((issues) => {
      assertNone(schema, issues);
    });
  }
  assertNone(schema, found);
  return undefined;
}

function assertNone(schema: RootSchema, issues: readonly ValidationIssue[]): void {
  if (issues.length > 0) throw new ValidationError(schema.name, issues);
}

/** @throws ValidationError if the values are no object, or given to something that is no field, as in a request that says more than it may */
export function assertKnownFields(schema: DocumentSchema, values: unknown): void {
  const issues =
    isObject(values) && hasNamedValues(values)
      ? findUnknownFields(schema, values)
      : [
          {
            path: '',
            code: 'type' as const,
            message: `the values should be an object, not ${describeValue(values)}`,
          },
        ];
  if (issues.length > 0) throw new ValidationError(schema.name, issues);
}
