import { announceLoaded } from '../find/announce-loaded.js';
import { assertAllRead, closeCursor, nextBatch } from '../find/find.js';
import { loadEach } from '../find/load-stored.js';
import type { Loading } from '../find/load-stored.js';
import { LeftOut } from '../find/unreadable.js';
import { Operation } from '../operation.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { byteCursor } from './aggregate.js';
import type { CompiledAggregation } from './aggregate.js';

/**
 * Loads the documents that a pipeline gives batch by batch, with their signals, and yields them one after another; leaving the loop closes
 * the cursor.
 * @throws DecodeError
 */
export async function* aggregateDocuments(
  repository: RepositoryContext,
  aggregation: CompiledAggregation,
  loading: Loading,
  options: OperationOptions,
): AsyncGenerator<object, void, void> {
  const operation = new Operation(repository, 'aggregate', options);
  const reading = byteCursor(operation, aggregation);
  const leftOut = new LeftOut('throw', repository.schema.name, repository.log);
  try {
    for (let count = 0; ;) {
      const replies = await operation.commands.read(() => nextBatch(reading));
      if (replies.length === 0) {
        assertAllRead(operation, {}, reading, count);
        return;
      }
      count += replies.length;
      const documents: object[] = [];
      loadEach(operation, replies, loading, leftOut, documents);
      operation.markLoaded(documents);
      await announceLoaded(operation, documents);
      for (const document of documents) {
        operation.assertGoesOn();
        yield document;
      }
    }
  } finally {
    await closeCursor(operation, reading);
  }
}
