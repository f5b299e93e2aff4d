import { schemaOf } from '../schema/build/schema-of.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import type { FieldType, RootSchema, ScalarType } from '../schema/document-schema.js';
import { isObject } from '../value/own-value.js';

/** The class of the documents whose ids values of a type are; undefined for other types, also for lists and maps of ids. */
export function referenceOf(type: FieldType): DocumentClass | undefined {
  return (type as Partial<ScalarType>).reference;
}

/** Whether a value is a document, stored or not, that stands in place of its id. */
export function isReferredDocument(type: FieldType, value: unknown): boolean {
  const reference = referenceOf(type);
  return reference !== undefined && isObject(value) && value instanceof reference;
}

/** The id of a document in place of it, where the type is that of a reference; other values, and documents without an id, unchanged. */
export function idInPlace(type: FieldType, value: unknown): unknown {
  if (!isReferredDocument(type, value)) return value;
  const { id }: RootSchema = schemaOf(referenceOf(type) as DocumentClass);
  return (value as Readonly<Record<string, unknown>>)[id.field.name] ?? value;
}

/** The reason why a document cannot stand in place of its id; undefined for other values. */
export function whyWithoutId(type: FieldType, value: unknown): string | undefined {
  if (!isReferredDocument(type, value)) return undefined;
  return `is a document of ${referenceOf(type)?.name ?? ''} without an id: save it before, or give it its id`;
}

/** The documents that may stand in place of values of a type, for messages; empty if none may. */
export function orDocument(type: FieldType): string {
  const reference = referenceOf(type);
  return reference ? ` or a document of ${reference.name}` : '';
}
