import { encodeDocument } from '../../codec/fast/encode-document.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { differences } from '../../state/change/difference.js';
import type { Difference } from '../../state/change/difference.js';
import { normalisedFieldsOf } from '../../schema/normalised-fields.js';
import { RememberedValues } from '../../state/memory/remembered-values.js';
import type { Snapshot, Stored } from '../../state/snapshot/snapshot.js';
import { assertTaken } from '../../reference/assert-taken.js';
import { normaliseDocument } from './normalise-document.js';
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
  const draft = memory.drafts.get(document);
  const encode = (): Stored => draft?.revised() ?? encodeDocument(schema, document, memory.undeclared);
  const taken = assertTaken(schema, document, { snapshot, states: memory.states, isTrial: true });
  try {
    const stored =
      normalisedFieldsOf(schema).length > 0 ? normalised(schema, document, snapshot, encode) : encode();
    return differences(schema, snapshot, stored);
  } finally {
    taken.undo();
  }
}

/** Encodes a document as if it were normalised, and leaves it as it is. */
function normalised(schema: RootSchema, document: object, snapshot: Snapshot, encode: () => Stored): Stored {
  const values = new RememberedValues(document);
  try {
    normaliseDocument(schema, document, snapshot);
    return encode();
  } finally {
    values.restore();
  }
}
