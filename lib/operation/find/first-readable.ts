import type { SignalOrigin } from '../../lifecycle/payloads.js';
import { announceLoaded } from './announce-loaded.js';
import { loadEach } from './load-stored.js';
import { Operation } from '../operation.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { assertAllRead, closeCursor, cursor, leftOutOf, loadingOf, selectionOf } from './find.js';
import type { Query } from './find.js';

/** The number of documents per batch: usually the first one is readable. */
const batchSize = 2;

/** Loads the first readable document of a query; null if none is left. */
export async function firstReadable(
  repository: RepositoryContext,
  query: Query,
  options: OperationOptions,
  origin: SignalOrigin,
): Promise<object | null> {
  const operation = new Operation(repository, origin, options);
  const selection = selectionOf(repository, query);
  const reading = cursor(operation, { ...query, batchSize }, selection);
  const leftOut = leftOutOf(repository, query);
  const loading = loadingOf(query, selection);
  const documents: object[] = [];
  try {
    for (let count = 0; documents.length === 0; count++) {
      const reply = await operation.commands.read(() => reading.next());
      if (reply) loadEach(operation, [reply], loading, leftOut, documents);
      else {
        assertAllRead(operation, query, reading, count);
        return null;
      }
    }
    operation.markLoaded(documents);
    await announceLoaded(operation, documents);
    return documents[0] ?? null;
  } finally {
    leftOut.end();
    await closeCursor(operation, reading);
  }
}
