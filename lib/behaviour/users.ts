import { writtenUsers } from '../operation/role/written-users.js';
import type { RootSchema } from '../schema/document-schema.js';
import { fieldWithRole } from '../schema/build/role-fields.js';
import { fillEach, fillIfChanged, hasRole } from './fill.js';
import type { Behaviour, BehaviourWrite, Fields } from './behaviour.js';

/** `@CreatedBy()` and `@UpdatedBy()`: the user of the insert, unless the document has one already, and the user of the last write. */
export const users: Behaviour = {
  name: 'users',

  concerns: (schema) => hasRole(schema, 'createdBy', 'updatedBy'),

  beforeInsert(schema, documents, write) {
    const { undeclared } = write.repository.memory;
    const kept = fieldWithRole(schema, 'createdBy');
    fillEach(schema, documents, kept, () => writtenUsers(schema, 'insert', write, undeclared));
  },

  atUpdate(schema, document, write) {
    if (hasRole(schema, 'updatedBy')) fillIfChanged(schema, document, write, valuesOfUpdate);
  },

  changesOfUpdate: (schema, _update, write) => valuesOfUpdate(schema, write),
};

function valuesOfUpdate(schema: RootSchema, write: BehaviourWrite): Readonly<Fields> {
  return writtenUsers(schema, 'update', write, write.repository.memory.undeclared);
}
