import type { DocumentSchema } from '../../schema/document-schema.js';
import { fieldWithRole } from '../../schema/build/role-fields.js';
import type { FieldRole } from '../../schema/declare/field-role.js';
import { millisecondsOf } from '../../value/duration.js';

type ExpiryRole = Extract<FieldRole, { readonly kind: 'expiresAt' }>;

/**
 * Computes the time at which a document that is inserted now expires, a Date of its own.
 * @returns it by the name of the field with `@ExpiresAt({ after })`; nothing for a class without one
 */
export function writtenExpiry(schema: DocumentSchema): Readonly<Record<string, Date>> {
  const field = fieldWithRole(schema, 'expiresAt');
  if (!field) return {};
  const after = millisecondsOf((field.role as ExpiryRole).after);
  return after === undefined ? {} : { [field.name]: new Date(Date.now() + after) };
}
