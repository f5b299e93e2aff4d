import { compileFilter } from '../../query/compile-filter.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { DocumentNotFoundError } from '../repository-errors.js';
import { findFirst } from './find.js';
import type { Query } from './find.js';

/** Loads a document that matches; null if there is none. */
export function findOne(
  repository: RepositoryContext,
  filter: object,
  options: OperationOptions,
): Promise<object | null> {
  const toQuery = (): Query => ({ filter: compileFilter(repository.schema, filter) });
  return findFirst(repository, toQuery, options, 'findOne', () => null);
}

/** Loads a document that matches; there must be one. @throws DocumentNotFoundError */
export function getOne(
  repository: RepositoryContext,
  filter: object,
  options: OperationOptions,
): Promise<object> {
  const toQuery = (): Query => ({ filter: compileFilter(repository.schema, filter) });
  return findFirst(repository, toQuery, options, 'getOne', () => {
    throw new DocumentNotFoundError(repository.schema.name, 'getOne');
  });
}
