import type { FieldSchema } from '../schema/document-schema.js';
import { fieldWithRole } from '../schema/build/role-fields.js';
import type { Behaviour } from './behaviour.js';

/** `@DeletedAt()`: the time of deletion is stored in place of deleting. That reads leave such documents out is the work of the repository. */
export const softDelete: Behaviour = {
  name: 'soft delete',

  concerns: (schema) => fieldWithRole(schema, 'deletedAt') !== undefined,

  atDelete: (schema) => ({ [(fieldWithRole(schema, 'deletedAt') as FieldSchema).name]: new Date() }),
};
