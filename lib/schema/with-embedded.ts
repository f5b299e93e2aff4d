import type { DocumentSchema, FieldType } from './document-schema.js';

const reachable = new WeakMap<DocumentSchema, ReadonlySet<DocumentSchema>>();

/** The schema itself and those of the embedded documents that its documents hold, at any depth. */
export function withEmbedded(schema: DocumentSchema): ReadonlySet<DocumentSchema> {
  let found = reachable.get(schema);
  if (!found) reachable.set(schema, (found = collect(schema, new Set())));
  return found;
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
