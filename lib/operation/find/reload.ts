import { bytesOf } from '../../driver/command/find-first.js';
import { defaultSelection, sameSelection } from '../../query/compile-selection.js';
import { announceLoaded } from './announce-loaded.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { firstStored } from './find.js';
import { loadInto } from './load-stored.js';
import { filterById } from '../write/loaded-filter.js';
import type { OperationOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { DocumentNotFoundError } from '../operation-errors.js';
import { getSnapshot } from '../stored-snapshot.js';

/** Gives a document its stored values; its unsaved changes are lost. */
export async function reload<T extends object>(
  repository: RepositoryContext,
  document: T,
  options: OperationOptions,
): Promise<T> {
  const schema = schemaOfDocument(repository, document, 'reload');
  const operation = new Operation(repository, 'reload', options);
  try {
    operation.lock([document]);
    const snapshot = getSnapshot(repository, document, 'reload');
    const { loaded } = snapshot;
    const family = repository.registry.family(schema);
    const selection = loaded ? sameSelection(schema, family, loaded) : defaultSelection(schema, family);
    const query = { filter: filterById(schema, snapshot), withDeleted: true };
    const stored = bytesOf(await firstStored(operation, query, selection));
    if (!stored) throw new DocumentNotFoundError(schema.name, 'reload');
    loadInto(operation, schema, document, stored, loaded);
    await announceLoaded(operation, [document]);
    return document;
  } finally {
    await operation.end();
  }
}
