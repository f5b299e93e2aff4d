import type { SignalOrigin } from '../../lifecycle/payloads.js';
import { InvalidQueryError } from '../../query/query-errors.js';
import { fieldWithRole } from '../../schema/build/role-fields.js';
import { countStored } from '../find/find.js';
import { assertOutsideOfTransactions, countOptions } from '../find/query.js';
import type { Query } from '../find/query.js';
import { Operation } from '../operation.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';

/** Counts the documents of a query, skip and limit applied, without loading them. */
export async function count(
  repository: RepositoryContext,
  query: Query,
  options: OperationOptions,
  origin: SignalOrigin,
): Promise<number> {
  const operation = new Operation(repository, origin, options);
  try {
    return await countStored(operation, query);
  } finally {
    await operation.end();
  }
}

/** Checks whether a query has a document, without loading it. */
export async function exists(
  repository: RepositoryContext,
  query: Query,
  options: OperationOptions,
  origin: SignalOrigin,
): Promise<boolean> {
  return (await count(repository, { ...query, limit: 1 }, options, origin)) > 0;
}

/** Reads the size of the collection from the server's own records. */
export async function estimatedCount(
  repository: RepositoryContext,
  options: OperationOptions,
): Promise<number> {
  assertWholeCollection(repository);
  const operation = new Operation(repository, 'estimatedCount', options);
  try {
    assertOutsideOfTransactions(operation, 'estimatedCount');
    const estimating = countOptions(operation, { filter: {} });
    return await operation.commands.read(() => repository.collection.estimatedDocumentCount(estimating));
  } finally {
    await operation.end();
  }
}

/** Refuses classes to which not all of the collection belongs. @throws InvalidQueryError */
function assertWholeCollection({ schema, family }: RepositoryContext): void {
  const keepsDeleted = family.some((member) => fieldWithRole(member, 'deletedAt'));
  if (!schema.base && !keepsDeleted) return;
  throw new InvalidQueryError(
    schema.name,
    `estimatedCount counts the whole collection, which has ${keepsDeleted ? 'deleted documents' : 'documents of other classes'} too`,
    'Use count()',
  );
}
