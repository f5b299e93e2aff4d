import { pendingDifferences } from '../operation/write/pending-differences.js';
import type { FieldSchema, RootSchema } from '../schema/document-schema.js';
import { fieldWithRole } from '../schema/build/role-fields.js';
import { setField } from '../schema/set-field.js';
import type { BehaviourWrite, Fields } from './behaviour.js';

/** Whether a class has a field for one of these roles. */
export function hasRole(schema: RootSchema, ...kinds: Parameters<typeof fieldWithRole>[1][]): boolean {
  return kinds.some((kind) => fieldWithRole(schema, kind) !== undefined);
}

/**
 * Gives new documents the values of a behaviour.
 * @param kept the field that keeps a value which a document has already
 * @param values makes them for one document, so that documents share no objects
 */
export function fillEach(
  schema: RootSchema,
  documents: readonly Fields[],
  kept: FieldSchema | undefined,
  values: () => Fields,
): void {
  for (const document of documents) {
    for (const [name, value] of Object.entries(values())) {
      const isKept = name === kept?.name && document[name] !== undefined && document[name] !== null;
      if (!isKept) setField(schema, document, name, value);
    }
  }
}

/** Gives a stored document the values of a behaviour if a save would write something. */
export function fillIfChanged(
  schema: RootSchema,
  document: Fields,
  write: BehaviourWrite,
  valuesOf: (schema: RootSchema, write: BehaviourWrite) => Readonly<Fields>,
): void {
  if (pendingDifferences(write.repository, schema, document, 'save').length === 0) return;
  for (const [name, value] of Object.entries(valuesOf(schema, write)))
    setField(schema, document, name, value);
}
