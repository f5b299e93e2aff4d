import { readSafely } from '../errors/read-safely.js';
import type { DocumentSchema } from '../schema/document-schema.js';

/**
 * Remembers the values of the fields that behaviours fill, as version and time of creation.
 * @returns what gives them back to the document, whose write has failed; undefined if its class has no such fields
 */
export function rememberRoleValues(schema: DocumentSchema, document: object): (() => void) | undefined {
  const fields = schema.roleFields;
  if (fields.length === 0) return undefined;
  const values = document as Record<string, unknown>;
  const before = fields.map(({ name }) => [name, values[name]] as const);
  return () => {
    // It may be frozen by now, and the operation has to end whatever becomes of it.
    for (const [name, value] of before) readSafely(() => Reflect.set(values, name, value), false);
  };
}
