import { compileFilter } from '../../query/compile-filter.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { findFirst } from './find.js';

/** Loads a document that matches; null if there is none. */
export async function findOne(
  repository: RepositoryContext,
  filter: object,
  options: OperationOptions,
): Promise<object | null> {
  const query = { filter: compileFilter(repository.schema, filter) };
  return findFirst(repository, query, options, 'findOne');
}
