import { decodeValues } from '../codec/decode.js';
import { noUndeclaredKeys } from '../codec/undeclared-keys.js';
import { newObjectId } from '../kind/scalar/object-id.js';
import { newUuid } from '../kind/scalar/uuid.js';
import type { FieldType, RootSchema } from '../schema/document-schema.js';
import { setField } from '../schema/set-field.js';
import type { Stored } from '../state/snapshot/snapshot.js';
import { findValueIssues } from '../validation/find-issues.js';
import { newIssue } from '../validation/validation-issue.js';
import { ValidationError } from '../validation/validation-error.js';

const generators = new Map<FieldType['kind'], () => unknown>([
  ['objectId', newObjectId],
  ['uuid', newUuid],
]);

/** Finds the function that generates the ids of a class; undefined if the application must set them. */
export function idGenerator(schema: RootSchema): (() => unknown) | undefined {
  return schema.id.generate ?? generators.get(schema.id.field.type.kind);
}

/**
 * Gives a new document an id if it lacks one.
 * @returns whether it lacked one
 * @throws ValidationError if the class's own generator returns something other than an id, FieldNotWritableError
 */
export function ensureId(schema: RootSchema, document: object): boolean {
  const { name, type } = schema.id.field;
  const id = (document as Record<string, unknown>)[name];
  if (id !== undefined && id !== null) return false;
  const made = schema.id.generate ? generatedId(schema, schema.id.generate()) : generators.get(type.kind)?.();
  setField(schema, document, name, made);
  return true;
}

/** Checks the result of the class's own generator. */
function generatedId({ name: documentName, id: { field } }: RootSchema, id: unknown): unknown {
  const issues =
    id === undefined || id === null
      ? [newIssue(field.name, 'required', 'is required', [field.name])]
      : findValueIssues(field.type, id, field.name);
  if (issues.length > 0) throw new ValidationError(documentName, issues);
  return id;
}

/**
 * Checks the id again, since changes made by receivers are not validated again.
 * @throws ValidationError if a document would be written without an id
 */
export function assertId(schema: RootSchema, stored: Stored): void {
  const id = stored['_id'];
  if (id !== undefined && id !== null) return;
  const { name } = schema.id.field;
  throw new ValidationError(schema.name, [newIssue(name, 'required', 'is required', [name])]);
}

/** Removes the id that `ensureId` set, unless a receiver has frozen the document meanwhile. */
export function removeId(schema: RootSchema, document: object): void {
  Reflect.set(document, schema.id.field.name, undefined);
}

/** The id of a document as it has it, from the stored one. @throws DecodeError */
export function decodedId(schema: RootSchema, stored: unknown): unknown {
  return decodeValues(schema, { _id: stored }, noUndeclaredKeys)[schema.id.field.name];
}
