import { compileFilter } from '../../query/compile-filter.js';
import type { FindOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { countQuery } from './find.js';

/** Counts the documents that match. */
export async function count(
  repository: RepositoryContext,
  filter: object,
  options: FindOptions,
): Promise<number> {
  return countQuery(
    repository,
    { filter: compileFilter(repository.schema, filter, options) },
    options,
    'count',
  );
}
