import { compileFilter } from '../../query/compile-filter.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { countQuery } from './find.js';

/** Checks whether a document matches, without loading it. */
export async function exists(
  repository: RepositoryContext,
  filter: object,
  options: OperationOptions,
): Promise<boolean> {
  const query = { filter: compileFilter(repository.schema, filter), limit: 1 };
  return (await countQuery(repository, query, options, 'exists')) > 0;
}
