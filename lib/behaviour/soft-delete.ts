import type { FieldSchema } from '../schema/document-schema.js';
import { fieldWithRole } from '../schema/build/role-fields.js';
import type { Behaviour } from './behaviour.js';

/** `@DeletedAt()`: stores the time of deletion in place of deleting. The repository excludes such documents from reads. */
export const softDelete: Behaviour = {
  name: 'soft delete',

  concerns: (schema) => fieldWithRole(schema, 'deletedAt') !== undefined,

  atDelete: (schema) => ({ [(fieldWithRole(schema, 'deletedAt') as FieldSchema).name]: new Date() }),
};
