import { counterFields, fieldWithRole } from '../../schema/build/role-fields.js';
import { idGenerator } from '../document-id.js';
import type { Operation } from '../operation.js';
import { writtenExpiry } from '../role/written-expiry.js';
import { writtenTimes } from '../role/written-times.js';
import { writtenUsers } from '../role/written-users.js';

/** The values that the library gives to a document that an upsert inserts, by field name: its id, version, counters, times, expiry and users. */
export function givenAtInsert(operation: Operation): Readonly<Record<string, unknown>> {
  const { schema, memory } = operation.repository;
  const generate = idGenerator(schema);
  const version = fieldWithRole(schema, 'version');
  return {
    ...(generate && { [schema.id.field.name]: generate() }),
    ...(version && { [version.name]: version.type.kind === 'bigint' ? 1n : 1 }),
    ...Object.fromEntries(counterFields(schema).map(({ name }) => [name, 0])),
    ...writtenTimes(schema, 'insert', operation),
    ...writtenExpiry(schema),
    ...writtenUsers(schema, 'insert', operation, memory.undeclared),
  };
}
