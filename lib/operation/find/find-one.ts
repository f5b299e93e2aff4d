import { compileFilter } from '../../query/compile-filter.js';
import type { FindOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { DocumentNotFoundError } from '../operation-errors.js';
import { findFirst } from './find.js';

/** Loads a document that matches; null if none does. */
export async function findOne(
  repository: RepositoryContext,
  filter: object,
  options: FindOptions,
): Promise<object | null> {
  const query = { filter: compileFilter(repository.schema, filter, options) };
  return findFirst(repository, query, options, 'findOne');
}

/** Loads a document that matches; at least one must. @throws DocumentNotFoundError */
export async function getOne(
  repository: RepositoryContext,
  filter: object,
  options: FindOptions,
): Promise<object> {
  const query = { filter: compileFilter(repository.schema, filter, options) };
  const document = await findFirst(repository, query, options, 'getOne');
  if (!document) throw new DocumentNotFoundError(repository.schema.name, 'getOne');
  return document;
}
