import type { DocumentFilter } from '../query/filter.js';
import { compileFilter } from '../query/compile-filter.js';
import type { Query } from '../operation/find/query.js';
import { noOptions } from '../operation/operation-options.js';
import type { FindOptions } from '../operation/operation-options.js';
import type { RepositoryContext } from '../operation/repository-context.js';

/** The arguments of a method that reads: none, for all documents, or a filter and options. A filter that is undefined is refused. */
export type FilterAndOptions<T> = [] | [filter: DocumentFilter<T>, options?: FindOptions];

/** The filter and the options of a method that reads. */
export function filterAndOptions<T>(
  given: FilterAndOptions<T>,
): [filter: DocumentFilter<T>, options: FindOptions] {
  const [filter, options = noOptions] = given.length === 0 ? [{} as DocumentFilter<T>] : given;
  return [filter, options];
}

/** The compiled query and the options of such a method. @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError */
export function queryAndOptions<T>(
  { schema }: RepositoryContext,
  given: FilterAndOptions<T>,
): [query: Query, options: FindOptions] {
  const [filter, options] = filterAndOptions(given);
  return [{ filter: compileFilter(schema, filter, options) }, options];
}
