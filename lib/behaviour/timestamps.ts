import { pendingDifferences } from '../operation/write/pending-differences.js';
import type { FieldSchema, RootSchema } from '../schema/document-schema.js';
import { fieldWithRole } from '../schema/build/role-fields.js';
import { setField } from '../schema/set-field.js';
import type { Behaviour } from './behaviour.js';

/** `@CreatedAt()` and `@UpdatedAt()`: the time of the insert, unless the document has one already, and the time of the last write. */
export const timestamps: Behaviour = {
  name: 'timestamps',

  concerns: (schema) => createdField(schema) !== undefined || updatedField(schema) !== undefined,

  beforeInsert(schema, documents) {
    const [created, updated] = [createdField(schema), updatedField(schema)];
    const now = Date.now();
    for (const document of documents) {
      if (created && isAbsent(document[created.name]))
        setField(schema, document, created.name, new Date(now));
      if (updated) setField(schema, document, updated.name, new Date(now));
    }
  },

  atUpdate(schema, document, context) {
    const updated = updatedField(schema);
    if (updated && pendingDifferences(context, schema, document, 'save').length > 0)
      setField(schema, document, updated.name, new Date());
  },
};

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function createdField(schema: RootSchema): FieldSchema | undefined {
  return fieldWithRole(schema, 'createdAt');
}

function updatedField(schema: RootSchema): FieldSchema | undefined {
  return fieldWithRole(schema, 'updatedAt');
}
