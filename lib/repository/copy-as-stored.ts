import { assemble } from '../codec/fast/assemble-document.js';
import { decodeValues } from '../codec/decode.js';
import { noUndeclaredKeys } from '../codec/undeclared-keys.js';
import type { Written } from './last-written.js';
import type { RepositoryContext } from './repository-context.js';

/** A document to be read only, made of what was written. Sends no signals. */
export function copyAsStored({ memory }: RepositoryContext, { schema, snapshot }: Written): object {
  const values = decodeValues(schema, snapshot.stored, noUndeclaredKeys);
  const copy = assemble(schema, values, noUndeclaredKeys, snapshot.loaded);
  memory.states.set(copy, 'readOnly');
  return copy;
}
