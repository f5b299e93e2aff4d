import type { Document } from 'mongodb';
import type { ExplainVerbosity } from '../../driver/command/check-options.js';
import { findCursor, selectionOf } from '../find/find.js';
import { assertOutsideOfTransactions, explainOptions } from '../find/query.js';
import type { Query } from '../find/query.js';
import { Operation } from '../operation.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';

/** Asks the server how it answers a query. */
export async function explain(
  repository: RepositoryContext,
  query: Query,
  options: OperationOptions,
  verbosity: ExplainVerbosity,
): Promise<Document> {
  const operation = new Operation(repository, 'find', options);
  try {
    assertOutsideOfTransactions(operation, 'explain');
    const reading = findCursor(operation, query, selectionOf(repository, query));
    const explaining = explainOptions(operation, query, verbosity);
    return await operation.commands.read(() => reading.explain(explaining));
  } finally {
    await operation.end();
  }
}
