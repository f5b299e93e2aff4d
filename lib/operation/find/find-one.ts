import { compileFilter } from '../../query/compile-filter.js';
import type { FindOptions, LoadOptions } from '../operation-options.js';
import { Populating } from '../populate/populating.js';
import type { RepositoryContext } from '../repository-context.js';
import { DocumentNotFoundError } from '../operation-errors.js';
import { findFirst } from './find.js';

/** Loads a document that matches; null if none does. */
export async function findOne(
  repository: RepositoryContext,
  filter: object,
  options: FindOptions & LoadOptions,
): Promise<object | null> {
  const compiled = { filter: compileFilter(repository.schema, filter, options) };
  const query = Populating.given(repository, compiled, options);
  return findFirst(repository, query, options, 'findOne');
}

/** Loads a document that matches; at least one must. @throws DocumentNotFoundError */
export async function getOne(
  repository: RepositoryContext,
  filter: object,
  options: FindOptions & LoadOptions,
): Promise<object> {
  const compiled = { filter: compileFilter(repository.schema, filter, options) };
  const query = Populating.given(repository, compiled, options);
  const document = await findFirst(repository, query, options, 'getOne');
  if (!document) throw new DocumentNotFoundError(repository.schema.name, 'getOne');
  return document;
}
