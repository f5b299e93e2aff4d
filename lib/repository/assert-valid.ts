import { encodeValue } from '../codec/encode.js';
import { UndeclaredKeys } from '../codec/undeclared-keys.js';
import type { DocumentSchema, RootSchema } from '../schema/document-schema.js';
import { isEqual } from '../state/is-equal.js';
import type { Snapshot } from '../state/snapshot.js';
import { describeValue, findIssues, findUnknownFields } from '../validation/find-issues.js';
import { ValidationError } from '../validation/validation-error.js';
import type { ValidationIssue } from '../validation/validation-issue.js';
import { idGenerator, idHasChanged } from './document-id.js';

/**
 * Everything that is wrong with a document that is to be written: its fields, a missing id that the library cannot make,
 * and, for a stored one, an id that has changed.
 */
export function findWriteIssues(
  schema: RootSchema,
  document: object,
  snapshot?: Snapshot,
): readonly ValidationIssue[] {
  const { name, type } = schema.id.field;
  const issues = findIssues(schema, document);
  if (!snapshot)
    return idGenerator(schema)
      ? issues.filter((issue) => issue.path !== name || issue.code !== 'required')
      : issues;
  if (issues.some((issue) => issue.path === name)) return issues;
  const id = encodeValue(type, (document as Record<string, unknown>)[name], new UndeclaredKeys());
  if (isEqual(id, snapshot.stored['_id'])) return issues;
  return [...issues, { path: name, code: 'immutable', message: idHasChanged }];
}

/** @throws ValidationError with everything that is wrong */
export function assertValid(schema: RootSchema, document: object, snapshot?: Snapshot): void {
  const issues = findWriteIssues(schema, document, snapshot);
  if (issues.length > 0) throw new ValidationError(schema.name, issues);
}

/** @throws ValidationError if the values are no object, or given to something that is no field, as in a request that says more than it may */
export function assertKnownFields(schema: DocumentSchema, values: unknown): void {
  const issues = isObject(values)
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

function isObject(values: unknown): values is object {
  return typeof values === 'object' && values !== null && !Array.isArray(values);
}
