import type { DocumentSchema, FieldSchema } from '../document-schema.js';
import { embeddedSchema } from '../type-contents.js';
import type { FieldType } from '../document-schema.js';

/** A field with ids of other documents, found by its path. */
export interface ReferencePath {
  readonly field: FieldSchema;
  /** The fields on the way to it, itself the last. */
  readonly fields: readonly FieldSchema[];
  /** The path in MongoDB. */
  readonly keyPath: string;
}

/** Finds a reference by its path, which may pass embedded documents and lists of them; undefined if it leads elsewhere. */
export function findReference(schema: DocumentSchema, path: string): ReferencePath | undefined {
  const fields: FieldSchema[] = [];
  let holder: DocumentSchema | undefined = schema;
  let field: FieldSchema | undefined;
  for (const name of path.split('.')) {
    field = holder?.fieldsByName.get(name);
    if (!field) return undefined;
    fields.push(field);
    holder = embeddedSchema(element(field.type));
  }
  return field?.reference && field.type.kind !== 'map'
    ? { field, fields, keyPath: fields.map(({ key }) => key).join('.') }
    : undefined;
}

function element(type: FieldType): FieldType {
  return type.kind === 'array' ? element(type.of) : type;
}
