import { pendingDifferences } from '../operation/write/pending-differences.js';
import { inc } from '../update/number/inc.js';
import { hasVersioned, isVersioned } from '../operation/write/versioned-changes.js';
import type { FieldSchema } from '../schema/document-schema.js';
import { fieldWithRole } from '../schema/build/role-fields.js';
import { setField } from '../schema/set-field.js';
import type { Behaviour } from './behaviour.js';
import { loadedNumber } from './loaded-number.js';

/**
 * `@Version()`: 1 when a document is inserted, raised by each write that concerns it. The write itself checks, with the filter of its
 * command, that the stored version is still the loaded one.
 */
export const version: Behaviour = {
  name: 'version',

  concerns: (schema) => fieldWithRole(schema, 'version') !== undefined,

  atInsert(schema, documents) {
    const field = fieldWithRole(schema, 'version') as FieldSchema;
    for (const document of documents) setField(schema, document, field.name, next(field, undefined));
  },

  atUpdate(schema, document, { repository }) {
    const field = fieldWithRole(schema, 'version') as FieldSchema;
    const loaded = loadedNumber(field, document, repository);
    if (document[field.name] !== loaded) setField(schema, document, field.name, loaded);
    const isConcerned = hasVersioned(schema, pendingDifferences(repository, schema, document, 'save'));
    if (isConcerned) setField(schema, document, field.name, next(field, loaded));
  },

  changesOfUpdate(schema, { paths, isRaw }) {
    const field = fieldWithRole(schema, 'version') as FieldSchema;
    const isConcerned = isRaw || paths.some((path) => isVersioned(schema, path.split('.')));
    return isConcerned ? { [field.name]: inc(next(field, undefined)) } : {};
  },
};

function next(field: FieldSchema, loaded: unknown): number | bigint {
  return field.type.kind === 'bigint' ? ((loaded ?? 0n) as bigint) + 1n : ((loaded ?? 0) as number) + 1;
}
