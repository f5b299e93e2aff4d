import { writtenExpiry } from '../operation/role/written-expiry.js';
import { fieldWithRole } from '../schema/build/role-fields.js';
import { fillEach, hasRole } from './fill.js';
import type { Behaviour } from './behaviour.js';

/** `@ExpiresAt({ after })`: the time at which the server removes the document, unless it has one already. */
export const expiry: Behaviour = {
  name: 'expiry',

  concerns: (schema) => hasRole(schema, 'expiresAt'),

  beforeInsert(schema, documents) {
    fillEach(schema, documents, fieldWithRole(schema, 'expiresAt'), () => writtenExpiry(schema));
  },
};
