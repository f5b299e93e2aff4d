import { compileId } from '../compile-id.js';
import type { LoadOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { DocumentNotFoundError } from '../operation-errors.js';
import { findFirst } from './find.js';
import type { ExtendQuery, Query } from './query.js';

/** Loads the document with this id; null if it is missing. */
export async function findById(
  repository: RepositoryContext,
  id: unknown,
  options: LoadOptions,
  extend: ExtendQuery,
): Promise<object | null> {
  const query = extend(repository, queryById(repository, id), options);
  return findFirst(repository, query, options, 'findById');
}

/** Loads the document with this id, which must exist. */
export async function getById(
  repository: RepositoryContext,
  id: unknown,
  options: LoadOptions,
  extend: ExtendQuery,
): Promise<object> {
  const query = extend(repository, queryById(repository, id), options);
  const document = await findFirst(repository, query, options, 'getById');
  if (!document) throw new DocumentNotFoundError(repository.schema.name, 'getById');
  return document;
}

/** @throws InvalidFilterError */
function queryById({ schema }: RepositoryContext, id: unknown): Query {
  return { filter: { [schema.id.field.key]: { $eq: compileId(schema, id) } } };
}
