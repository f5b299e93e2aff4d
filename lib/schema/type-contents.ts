import type { DocumentSchema, FieldType } from './document-schema.js';

/** Whether values of a type hold other values. */
export function isContainer(type: FieldType): boolean {
  return 'of' in type || 'schema' in type;
}

/** The schema of an embedded document type; undefined for other types, also for lists and maps of embedded documents. */
export function embeddedSchema(type: FieldType): DocumentSchema | undefined {
  return 'schema' in type ? type.schema : undefined;
}

/** The schema of the embedded documents in a type, at any depth of lists and maps; undefined if it holds none. */
export function heldSchema(type: FieldType): DocumentSchema | undefined {
  return 'of' in type ? heldSchema(type.of) : embeddedSchema(type);
}

/** Whether a type is an embedded document, or a list or map of them at any depth. */
export function holdsEmbedded(type: FieldType): boolean {
  return heldSchema(type) !== undefined;
}

/** Whether two types have the same values, stored in one way. */
export function isSameType(a: FieldType, b: FieldType): boolean {
  if ('of' in a && 'of' in b) return a.kind === b.kind && isSameType(a.of, b.of);
  if ('schema' in a && 'schema' in b) return a.schema === b.schema;
  return a.kind === b.kind;
}
