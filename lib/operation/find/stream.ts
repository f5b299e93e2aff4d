import type { SignalOrigin } from '../../lifecycle/payloads.js';
import { Operation } from '../operation.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { assertAllRead, closeCursor, leftOutOf, nextBatch, openCursor, selectionOf } from './find.js';
import { formOf } from './form.js';
import type { Query } from './query.js';

/**
 * Loads the documents of a query batch by batch and yields them one after another; leaving the loop closes the cursor. If a document cannot
 * be loaded, those before it are yielded first.
 * @param within the operation that reads the documents in order to write them
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
  const reading = await openCursor(operation, query, selection);
  const leftOut = leftOutOf(repository, query);
  const form = formOf(query, selection);
  let count = 0;
  try {
    for (;;) {
      const replies = await operation.commands.read(() => nextBatch(reading));
      if (replies.length === 0) break;
      count += replies.length;
      const documents: object[] = [];
      const failure = failureOf(() => {
        form.makeEach(operation, replies, leftOut, documents);
      });
      await form.announce(operation, documents);
      for (const document of documents) {
        operation.assertGoesOn();
        yield document;
      }
      if (failure) throw failure.error;
    }
    assertAllRead(operation, query, reading, count);
  } finally {
    leftOut.end();
    await closeCursor(operation, reading);
  }
}

/** Catches the error that a call throws. */
function failureOf(call: () => void): { readonly error: unknown } | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    return { error };
  }
}
