import type { DocumentSchema, FieldSchema, FieldType } from './document-schema.js';
import { heldSchema } from './type-contents.js';
import { withEmbedded } from './with-embedded.js';

const normalisedFields = new WeakMap<DocumentSchema, readonly FieldSchema[]>();

/** The fields of a class whose values, or values inside of them, are normalised; most classes have none. */
export function normalisedFieldsOf(schema: DocumentSchema): readonly FieldSchema[] {
  let fields = normalisedFields.get(schema);
  if (!fields)
    normalisedFields.set(
      schema,
      (fields = Object.freeze(schema.fields.filter(({ type }) => isNormalised(type)))),
    );
  return fields;
}

/** Whether values of a type, or values inside of them at any depth, are normalised. */
export function isNormalised(type: FieldType): boolean {
  const schema = heldSchema(type);
  if (!schema) return hasNormaliser(type);
  return [...withEmbedded(schema)].some(({ fields }) => fields.some((field) => hasNormaliser(field.type)));
}

function hasNormaliser(type: FieldType): boolean {
  return 'of' in type ? hasNormaliser(type.of) : 'normaliser' in type;
}
