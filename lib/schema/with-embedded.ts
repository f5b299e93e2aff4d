import type { DocumentSchema } from './document-schema.js';
import { heldSchema } from './type-contents.js';

const reachable = new WeakMap<DocumentSchema, ReadonlySet<DocumentSchema>>();

/** The schema itself and the schemas of the embedded documents in its documents, at any depth. */
export function withEmbedded(schema: DocumentSchema): ReadonlySet<DocumentSchema> {
  let found = reachable.get(schema);
  if (!found) reachable.set(schema, (found = collect(schema, new Set())));
  return found;
}

function collect(schema: DocumentSchema, found: Set<DocumentSchema>): Set<DocumentSchema> {
  if (found.has(schema)) return found;
  found.add(schema);
  for (const { type } of schema.fields) {
    const held = heldSchema(type);
    if (held) collect(held, found);
  }
  return found;
}
