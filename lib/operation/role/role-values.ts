import { readSafely } from '../../errors/read-safely.js';
import type { DocumentSchema } from '../../schema/document-schema.js';

/**
 * Remembers the values of the fields that behaviours fill, such as the version and the time of creation.
 * @returns restores them in a document whose write has failed; undefined if its class has no such fields
 */
export function rememberRoleValues(schema: DocumentSchema, document: object): (() => void) | undefined {
  const fields = schema.roleFields;
  if (fields.length === 0) return undefined;
  const values = document as Record<string, unknown>;
  const before = fields.map(({ name }) => [name, values[name]] as const);
  return () => {
    // The document may be frozen by now, and the operation must end in any case.
    for (const [name, value] of before) readSafely(() => Reflect.set(values, name, value), false);
  };
}
