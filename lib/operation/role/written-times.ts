import type { DocumentSchema } from '../../schema/document-schema.js';
import { fieldWithRole } from '../../schema/build/role-fields.js';
import type { RuledWrite } from './ruled-write.js';

/**
 * Computes the times that a write gives to documents, each a Date of its own; none if the call switches them off.
 * @returns values by the names of the fields with `@UpdatedAt()` and, for an insert, `@CreatedAt()`
 */
export function writtenTimes(
  schema: DocumentSchema,
  kind: 'insert' | 'update',
  { behaviours }: Pick<RuledWrite, 'behaviours'>,
  now = Date.now(),
): Readonly<Record<string, Date>> {
  const values: Record<string, Date> = {};
  if (behaviours?.times === false) return values;
  const created = kind === 'insert' ? fieldWithRole(schema, 'createdAt') : undefined;
  const updated = fieldWithRole(schema, 'updatedAt');
  if (created) values[created.name] = new Date(now);
  if (updated) values[updated.name] = new Date(now);
  return values;
}
