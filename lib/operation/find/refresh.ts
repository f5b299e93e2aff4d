import type { RootSchema } from '../../schema/document-schema.js';
import { setField } from '../../schema/set-field.js';
import type { Snapshot } from '../../state/snapshot/snapshot.js';
import type { Operation } from '../operation.js';
import { getSnapshot } from '../stored-snapshot.js';
import { load } from './load-stored.js';

/**
 * Gives a document the values of stored bytes; its unsaved changes are lost.
 * @param loaded the names of the fields that are loaded; undefined if all are
 * @returns its new snapshot
 * @throws what `load` throws, FieldNotWritableError
 */
export function refresh(
  operation: Operation,
  schema: RootSchema,
  document: object,
  stored: Buffer,
  loaded: ReadonlySet<string> | undefined,
): Snapshot {
  const { repository, origin } = operation;
  const fresh = load(operation, stored, { loaded, isReadOnly: false });
  for (const { name } of schema.undeclared ? [...schema.fields, schema.undeclared] : schema.fields)
    setField(schema, document, name, (fresh as Record<string, unknown>)[name]);
  const snapshot = getSnapshot(repository, fresh, origin);
  repository.memory.states.set(document, snapshot);
  return snapshot;
}
