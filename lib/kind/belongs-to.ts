import type { DocumentSchema, FieldSchema, TargetSchema } from '../schema/document-schema.js';
import { heldSchema } from '../schema/type-contents.js';
import { withEmbedded } from '../schema/with-embedded.js';

const none: readonly never[] = Object.freeze([]);

const ofSchema = new WeakMap<DocumentSchema, readonly TargetSchema[]>();

/** The properties of a class that hold the documents of its own references, `@BelongsTo()`; most classes have none. */
export function belongsToOf(schema: DocumentSchema): readonly TargetSchema[] {
  if (schema.targets.size === 0) return none;
  let found = ofSchema.get(schema);
  if (!found) {
    found = [...schema.targets.values()].filter(({ kind }) => kind === 'belongsTo');
    ofSchema.set(schema, found);
  }
  return found;
}

export function isBelongsTo({ targets }: DocumentSchema, name: string): boolean {
  return targets.get(name)?.kind === 'belongsTo';
}

const holding = new WeakMap<DocumentSchema, readonly FieldSchema[]>();

/** The fields of a class that hold embedded documents with such properties, at any depth. */
export function fieldsWithBelongsTo(schema: DocumentSchema): readonly FieldSchema[] {
  let found = holding.get(schema);
  if (!found) {
    found = schema.fields.filter(({ type }) => {
      const held = heldSchema(type);
      return held !== undefined && [...withEmbedded(held)].some((each) => belongsToOf(each).length > 0);
    });
    holding.set(schema, found);
  }
  return found;
}
