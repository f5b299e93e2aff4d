import type { SignalOrigin } from '../../lifecycle/payloads.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { stream } from './stream.js';
import type { Query } from './find.js';

/** Documents that are asked for at a time: mostly the first one is it. */
const batchSize = 2;

/** Loads the first document of a query that is not left out; null if there is none. */
export async function firstReadable(
  repository: RepositoryContext,
  query: Query,
  options: OperationOptions,
  origin: SignalOrigin,
): Promise<object | null> {
  const documents = stream(repository, { ...query, batchSize }, options, origin);
  try {
    const first = await documents.next();
    return first.value ?? null;
  } finally {
    await documents.return();
  }
}
