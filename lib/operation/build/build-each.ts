import type { Values } from '../../codec/decode.js';
import { elementsOf } from '../../value/elements-of.js';
import { describeValue } from '../../value/describe-value.js';
import { isPlainObject } from '../../value/plain-object.js';
import { findUnknownFields } from '../../validation/find-unknown-fields.js';
import { Issues } from '../../validation/issues.js';
import { ValidationError } from '../../validation/validation-error.js';
import { issueAt, newIssue } from '../../validation/validation-issue.js';
import type { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { buildWithin } from './build.js';

/**
 * Builds documents from the plain values in a list; other entries stay as they are.
 * @throws ValidationError if an entry is not an object, or names an unknown field: paths begin with the index. Nothing was built then
 */
export function buildEach(operation: Operation, given: readonly object[]): object[] {
  const list = elementsOf(given);
  assertAllKnown(operation.repository, list);
  for (let index = 0; index < list.length; index++) {
    const each = list[index];
    if (isPlainObject(each)) list[index] = buildAt(operation, index, each);
  }
  return list;
}

function assertAllKnown({ schema }: RepositoryContext, list: readonly unknown[]): void {
  const issues = new Issues();
  for (let index = 0; index < list.length && !issues.isFull; index++) {
    const each = list[index];
    if (typeof each !== 'object' || each === null || Array.isArray(each))
      issues.add(newIssue(String(index), 'type', notValues(each), [index]));
    else if (isPlainObject(each))
      issues.addAll(findUnknownFields(schema, each), (issue) => issueAt(index, issue));
  }
  if (!issues.isEmpty) throw new ValidationError(schema.name, issues.listed, issues.total);
}

function notValues(given: unknown): string {
  return `should be a document or its values, not ${describeValue(given)}`;
}

/** Builds the document at an index. Receivers of `preInit` may add keys that are not fields. */
function buildAt(operation: Operation, index: number, values: Values): object {
  try {
    return buildWithin(operation, values);
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    const issues = error.issues.map((issue) => issueAt(index, issue));
    throw new ValidationError(operation.repository.schema.name, issues, error.total);
  }
}
