import { compileFilter } from '../../query/compile-filter.js';
import type { FindOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { countQuery } from './find.js';

/** Checks whether a document matches, without loading it. */
export async function exists(
  repository: RepositoryContext,
  filter: object,
  options: FindOptions,
): Promise<boolean> {
  const query = { filter: compileFilter(repository.schema, filter, options), limit: 1 };
  return (await countQuery(repository, query, options, 'exists')) > 0;
}
