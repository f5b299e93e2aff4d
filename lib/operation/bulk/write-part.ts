import type { DocumentFilter } from '../../query/filter.js';
import type { CreateValues } from '../../schema/type/given-types.js';
import type { DocumentUpdate } from '../../update/document-update.js';
import type { DocumentSchema } from '../../schema/document-schema.js';
import { describeValue } from '../../value/describe-value.js';
import { isObject } from '../../value/own-value.js';
import { isPlainObject } from '../../value/plain-object.js';
import { Issues } from '../../validation/issues.js';
import { ValidationError } from '../../validation/validation-error.js';
import { newIssue } from '../../validation/validation-issue.js';

/** One part of `bulkWrite`: an object with one key, the kind of the write. */
export type BulkWritePart<T> =
  | { readonly insertOne: { readonly document: T | CreateValues<T> } }
  | { readonly updateOne: { readonly filter: DocumentFilter<T>; readonly update: DocumentUpdate<T> } }
  | { readonly updateMany: { readonly filter: DocumentFilter<T>; readonly update: DocumentUpdate<T> } }
  | { readonly upsertOne: { readonly filter: DocumentFilter<T>; readonly update: DocumentUpdate<T> } }
  | { readonly deleteOne: { readonly filter: DocumentFilter<T> } }
  | { readonly deleteMany: { readonly filter: DocumentFilter<T> } };

/** A part as it was given: its kind, and its fields, which are not checked yet. */
export interface GivenPart {
  readonly index: number;
  readonly kind: PartKind;
  readonly fields: Readonly<Record<string, unknown>>;
}

type PartKind = 'insertOne' | 'updateOne' | 'updateMany' | 'upsertOne' | 'deleteOne' | 'deleteMany';

/** The fields of each kind of part. */
const fieldsOf: Readonly<Record<PartKind, readonly string[]>> = Object.freeze({
  insertOne: ['document'],
  updateOne: ['filter', 'update'],
  updateMany: ['filter', 'update'],
  upsertOne: ['filter', 'update'],
  deleteOne: ['filter'],
  deleteMany: ['filter'],
});

/** Reads the list of parts. @throws ValidationError with an issue for each that is not a part */
export function readParts({ name }: DocumentSchema, given: unknown): readonly GivenPart[] {
  const issues = new Issues();
  const parts: GivenPart[] = [];
  if (!Array.isArray(given))
    issues.add(newIssue('', 'type', `should be a list of writes, not ${describeValue(given)}`, []));
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  for (let index = 0; index < list.length && !issues.isFull; index++) {
    const read = partOf(list[index]);
    if (typeof read === 'string') issues.add(newIssue(String(index), 'type', read, [index]));
    else parts.push({ index, ...read });
  }
  if (!issues.isEmpty) throw new ValidationError(name, issues.listed, issues.total);
  return parts;
}

/** @returns what is wrong with it, if it is not a part */
function partOf(given: unknown): Omit<GivenPart, 'index'> | string {
  if (!isPlainObject(given))
    return `should be an object with the kind of the write, not ${describeValue(given)}`;
  const [kind, ...others] = Object.keys(given);
  if (kind === undefined || others.length > 0 || !Object.hasOwn(fieldsOf, kind))
    return `should have one key: ${Object.keys(fieldsOf).join(', ')}`;
  const names = fieldsOf[kind as PartKind];
  const fields: unknown = given[kind];
  const isComplete =
    isObject(fields) &&
    names.every((name) => Object.hasOwn(fields, name)) &&
    Object.keys(fields).every((name) => names.includes(name));
  return isComplete
    ? { kind: kind as PartKind, fields }
    : `should have exactly these fields: ${names.join(', ')}`;
}
