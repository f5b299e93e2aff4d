import { encodeDocument } from '../../codec/fast/encode-document.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { differences } from '../../state/change/difference.js';
import type { Difference } from '../../state/change/difference.js';
import type { RepositoryContext } from '../repository-context.js';
import { findSnapshot, nothingStored } from '../stored-snapshot.js';

/**
 * Computes what a save of the document would write now, or what the current save writes; every value must fit its field. Sends nothing.
 * @throws DocumentDeletedError; in a save ValidationError if it cannot be stored
 */
export function pendingDifferences(
  repository: RepositoryContext,
  schema: RootSchema,
  document: object,
  origin: string,
): readonly Difference[] {
  const { memory } = repository;
  const snapshot = findSnapshot(repository, document, origin) ?? nothingStored;
  const stored =
    memory.drafts.get(document)?.revised() ?? encodeDocument(schema, document, memory.undeclared);
  return differences(schema, snapshot, stored);
}
