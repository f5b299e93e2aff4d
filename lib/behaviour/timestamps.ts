import { writtenTimes } from '../operation/role/written-times.js';
import type { RootSchema } from '../schema/document-schema.js';
import { fieldWithRole } from '../schema/build/role-fields.js';
import { fillEach, fillIfChanged, hasRole } from './fill.js';
import type { Behaviour, BehaviourWrite, Fields } from './behaviour.js';

/** `@CreatedAt()` and `@UpdatedAt()`: the time of the insert, unless the document has one already, and the time of the last write. */
export const timestamps: Behaviour = {
  name: 'timestamps',

  concerns: (schema) => hasRole(schema, 'createdAt', 'updatedAt'),

  beforeInsert(schema, documents, write) {
    const now = Date.now();
    const kept = fieldWithRole(schema, 'createdAt');
    fillEach(schema, documents, kept, () => writtenTimes(schema, 'insert', write, now));
  },

  atUpdate(schema, document, write) {
    if (hasRole(schema, 'updatedAt')) fillIfChanged(schema, document, write, valuesOfUpdate);
  },

  changesOfUpdate: (schema, _update, write) => valuesOfUpdate(schema, write),
};

function valuesOfUpdate(schema: RootSchema, write: BehaviourWrite): Readonly<Fields> {
  return writtenTimes(schema, 'update', write);
}
