import type { DocumentSchema, FieldSchema } from '../document-schema.js';
import { embeddedSchema } from '../type-contents.js';
import type { FieldType } from '../document-schema.js';

/** A field with ids of other documents, found by its path. */
export interface ReferencePath {
  readonly field: FieldSchema;
  /** The names on the way to it, its own the last. */
  readonly names: readonly string[];
  /** The path in MongoDB. */
  readonly keyPath: string;
}

/** Finds a reference by its path, which may pass embedded documents and lists of them; undefined if it leads elsewhere. */
export function findReference(schema: DocumentSchema, path: string): ReferencePath | undefined {
  const names = path.split('.');
  const keys: string[] = [];
  let holder: DocumentSchema | undefined = schema;
  let field: FieldSchema | undefined;
  for (const name of names) {
    field = holder?.fieldsByName.get(name);
    if (!field) return undefined;
    keys.push(field.key);
    holder = embeddedSchema(element(field.type));
  }
  return field?.reference && field.type.kind !== 'map'
    ? { field, names, keyPath: keys.join('.') }
    : undefined;
}

function element(type: FieldType): FieldType {
  return type.kind === 'array' ? element(type.of) : type;
}
