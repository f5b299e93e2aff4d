import type { DocumentClass } from '../schema/class-record.js';
import type { DocumentSchema, FieldType, RootSchema } from '../schema/document-schema.js';

const reachable = new WeakMap<DocumentSchema, ReadonlySet<DocumentSchema>>();

/** The schema itself and those of the embedded documents that its documents hold, at any depth. */
export function withEmbedded(schema: DocumentSchema): ReadonlySet<DocumentSchema> {
  let found = reachable.get(schema);
  if (!found) reachable.set(schema, (found = collect(schema, new Set())));
  return found;
}

const made = new WeakMap<readonly RootSchema[], readonly DocumentClass[]>();

/** The classes of all documents, embedded ones included, that are made when documents of a family are. */
export function madeClasses(family: readonly RootSchema[]): readonly DocumentClass[] {
  let classes = made.get(family);
  if (!classes) {
    const schemas = new Set(family.flatMap((member) => [...withEmbedded(member)]));
    made.set(family, (classes = Array.from(schemas, ({ documentClass }) => documentClass)));
  }
  return classes;
}

function collect(schema: DocumentSchema, found: Set<DocumentSchema>): Set<DocumentSchema> {
  if (found.has(schema)) return found;
  found.add(schema);
  for (const field of schema.fields) collectType(field.type, found);
  return found;
}

function collectType(type: FieldType, found: Set<DocumentSchema>): void {
  if (type.kind === 'embedded') collect(type.schema, found);
  if (type.kind === 'array' || type.kind === 'map') collectType(type.of, found);
}
