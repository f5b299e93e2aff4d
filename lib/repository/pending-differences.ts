import { encodeDocument } from '../codec/encode.js';
import type { RootSchema } from '../schema/document-schema.js';
import { differences } from '../state/difference.js';
import type { Difference } from '../state/difference.js';
import type { RepositoryContext } from './repository-context.js';
import { findSnapshot, nothingStored } from './stored-snapshot.js';

/**
 * What a save of the document, as it stands, would write; each of its values must fit its field. Sends nothing.
 * @throws DocumentDeletedError
 */
export function pendingDifferences(
  repository: RepositoryContext,
  schema: RootSchema,
  document: object,
  origin: string,
): readonly Difference[] {
  const snapshot = findSnapshot(repository, document, origin) ?? nothingStored;
  return differences(schema, snapshot, encodeDocument(schema, document, repository.memory.undeclared));
}
