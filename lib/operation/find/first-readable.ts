import type { SignalOrigin } from '../../lifecycle/payloads.js';
import { Operation } from '../operation.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { assertAllRead, closeCursor, leftOutOf, openCursor, selectionOf } from './find.js';
import { formOf } from './form.js';
import type { Query } from './query.js';

/** Reads two documents per batch: usually the first one is readable. */
function inSmallBatches(query: Query): Query {
  return { ...query, server: { batchSize: 2, ...query.server } };
}

/** Loads the first readable document of a query; null if none is left. */
export async function firstReadable(
  repository: RepositoryContext,
  query: Query,
  options: OperationOptions,
  origin: SignalOrigin,
): Promise<object | null> {
  const operation = new Operation(repository, origin, options);
  const selection = selectionOf(repository, query);
  const reading = await openCursor(operation, inSmallBatches(query), selection);
  const leftOut = leftOutOf(repository, query);
  const form = formOf(query, selection);
  const documents: object[] = [];
  try {
    for (let count = 0; documents.length === 0; count++) {
      const reply = await operation.commands.read(() => reading.next());
      if (reply) form.makeEach(operation, [reply], leftOut, documents);
      else {
        assertAllRead(operation, query, reading, count);
        return null;
      }
    }
    await form.announce(operation, documents);
    return documents[0] ?? null;
  } finally {
    leftOut.end();
    await closeCursor(operation, reading);
  }
}
