import { assembleValue } from '../../codec/assemble.js';
import type { UndeclaredKeys } from '../../codec/undeclared-keys.js';
import type { DocumentSchema, FieldSchema } from '../../schema/document-schema.js';
import { fieldWithRole } from '../../schema/build/role-fields.js';
import type { FieldRole } from '../../schema/declare/field-role.js';
import type { Context } from '../../signal/signal-context.js';
import { convertValue } from '../../codec/convert-given.js';
import type { RuledWrite } from './ruled-write.js';

type UserRole = Extract<FieldRole, { readonly kind: 'createdBy' | 'updatedBy' }>;

/**
 * Finds the users that a write gives to documents in its context, converted as given values are; none if the call switches them off. Whether
 * they fit their fields is checked by the write, as for other values.
 * @returns values by the names of the fields with `@UpdatedBy()` and, for an insert, `@CreatedBy()`; without those that have no user
 * @throws what the function of a field throws, and the context source
 */
export function writtenUsers(
  schema: DocumentSchema,
  kind: 'insert' | 'update',
  write: RuledWrite,
  undeclared: UndeclaredKeys,
): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  if (write.behaviours?.users === false) return values;
  const created = kind === 'insert' ? fieldWithRole(schema, 'createdBy') : undefined;
  for (const field of [created, fieldWithRole(schema, 'updatedBy')]) {
    const user = field && userOf(field, write.context, undeclared);
    if (user !== undefined) values[(field as FieldSchema).name] = user;
  }
  return values;
}

function userOf({ role, type }: FieldSchema, context: Context, undeclared: UndeclaredKeys): unknown {
  const { source } = role as UserRole;
  const user = source(context as never);
  return user === undefined
    ? undefined
    : assembleValue(type, convertValue(type, user, undeclared), undeclared);
}
