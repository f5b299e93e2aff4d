import { compileFilter } from '../../query/compile-filter.js';
import type { FindOptions, LoadOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { DocumentNotFoundError } from '../operation-errors.js';
import { findFirst } from './find.js';
import type { ExtendQuery } from './query.js';

/** Loads a document that matches; null if none does. */
export async function findOne(
  repository: RepositoryContext,
  filter: object,
  options: FindOptions & LoadOptions,
  extend: ExtendQuery,
): Promise<object | null> {
  const found = { filter: compileFilter(repository.schema, filter, options) };
  const query = extend(repository, found, options);
  return findFirst(repository, query, options, 'findOne');
}

/** Loads a document that matches; at least one must. @throws DocumentNotFoundError */
export async function getOne(
  repository: RepositoryContext,
  filter: object,
  options: FindOptions & LoadOptions,
  extend: ExtendQuery,
): Promise<object> {
  const found = { filter: compileFilter(repository.schema, filter, options) };
  const query = extend(repository, found, options);
  const document = await findFirst(repository, query, options, 'getOne');
  if (!document) throw new DocumentNotFoundError(repository.schema.name, 'getOne');
  return document;
}
