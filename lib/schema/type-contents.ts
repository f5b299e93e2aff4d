import type { DocumentSchema, FieldType } from './document-schema.js';

/** Whether values of a type hold other values. */
export function isContainer(type: FieldType): boolean {
  return 'of' in type || 'schema' in type;
}

/** The schema of the embedded documents of a type; undefined for other types, lists of some included. */
export function embeddedSchema(type: FieldType): DocumentSchema | undefined {
  return 'schema' in type ? type.schema : undefined;
}

/** The embedded documents of a type, be they in lists or maps, at whatever depth; undefined if it holds none. */
export function heldSchema(type: FieldType): DocumentSchema | undefined {
  return 'of' in type ? heldSchema(type.of) : embeddedSchema(type);
}

/** Whether a type is an embedded document, or a list or map of some, at whatever depth. */
export function holdsEmbedded(type: FieldType): boolean {
  return heldSchema(type) !== undefined;
}
