import type { RepositoryContext } from '../operation/repository-context.js';
import type { FieldSchema } from '../schema/document-schema.js';
import { unwrapped } from '../value/bson-tag.js';
import type { Fields } from './behaviour.js';

/**
 * Reads a number as it was loaded, whatever the document holds now; includes the class's initialisers, since the document is compared with
 * them.
 */
export function loadedNumber(field: FieldSchema, document: Fields, { memory }: RepositoryContext): unknown {
  const state = memory.states.find(document);
  const stored =
    typeof state === 'object' ? unwrapped(state.read([field.key]).baseline[field.key]) : undefined;
  if (stored === undefined || stored === null) return stored;
  return field.type.kind === 'bigint' ? BigInt(stored as number) : Number(stored);
}
