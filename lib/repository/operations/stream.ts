import type { SignalOrigin } from '../../lifecycle/payloads.js';
import { loadUnlessLeftOut } from '../load-stored.js';
import { Operation } from '../operation.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { assertAllRead, cursor, leftOutOf, loadingOf, selectionOf } from './find.js';
import type { ByteCursor, Query } from './find.js';

/**
 * Loads the documents of a query one after another while they arrive; leaving the loop closes the cursor.
 * @param within the operation that reads them to write them
 */
export async function* stream(
  repository: RepositoryContext,
  query: Query,
  options: OperationOptions,
  origin: SignalOrigin,
  within?: Operation,
): AsyncGenerator<object, void, void> {
  const operation = new Operation(repository, origin, options, within);
  const selection = selectionOf(repository, query);
  const reading = cursor(operation, query, selection);
  const leftOut = leftOutOf(repository, query);
  try {
    const loading = loadingOf(query, selection);
    for (let count = 0; ; count++) {
      const each = await operation.commands.read(() => reading.next());
      if (!each) {
        assertAllRead(operation, query, reading, count);
        return;
      }
      const document = await loadUnlessLeftOut(operation, each, loading, leftOut);
      if (!document) continue;
      operation.markLoaded([document]);
      yield document;
    }
  } finally {
    leftOut.end();
    await close(operation, reading);
  }
}

async function close(operation: Operation, reading: ByteCursor): Promise<void> {
  try {
    await operation.scope?.settle();
    await reading.close();
  } finally {
    await operation.end();
  }
}
