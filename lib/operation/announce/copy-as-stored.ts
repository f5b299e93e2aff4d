import { assemble } from '../../codec/fast/assemble-document.js';
import { decodeValues } from '../../codec/decode.js';
import { noUndeclaredKeys } from '../../codec/undeclared-keys.js';
import type { WrittenDocument } from '../../transaction/notices.js';
import type { DocumentMemory } from '../repository-context.js';

/** Builds a read-only document from a written one. Sends no signals. */
export function copyAsStored({ states }: DocumentMemory, { schema, snapshot }: WrittenDocument): object {
  const values = decodeValues(schema, snapshot.stored, noUndeclaredKeys);
  const copy = assemble(schema, values, noUndeclaredKeys, snapshot.loaded);
  states.set(copy, 'readOnly');
  return copy;
}
