import type { Origin } from '../../lifecycle/payloads.js';
import { compileEquality } from '../../query/compile-filter.js';
import { FilterOperator } from '../../query/operators.js';
import { InvalidFilterError } from '../../query/query-errors.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { DocumentNotFoundError } from '../repository-errors.js';
import { findFirst } from './find.js';

/** Loads the document with an id; null if there is none. */
export function findById(
  repository: RepositoryContext,
  id: unknown,
  options: OperationOptions,
): Promise<object | null> {
  return readById(repository, id, options, 'findById');
}

/** Loads the document with an id, which must be there. */
export async function getById(
  repository: RepositoryContext,
  id: unknown,
  options: OperationOptions,
): Promise<object> {
  const document = await readById(repository, id, options, 'getById');
  if (!document) throw new DocumentNotFoundError(repository.schema.name, 'getById');
  return document;
}

async function readById(
  repository: RepositoryContext,
  id: unknown,
  options: OperationOptions,
  origin: Origin,
): Promise<object | null> {
  const { schema } = repository;
  const { name, key, type } = schema.id.field;
  if (id === null || FilterOperator.isOperator(id)) {
    throw new InvalidFilterError(
      schema.name,
      name,
      `Its value is ${id === null ? 'null' : 'an operator'}, and no document has that id`,
      'Check the id before; findOne takes operators',
    );
  }
  const filter = { [key]: { $eq: compileEquality(schema, name, type, id) } };
  return findFirst(repository, { filter }, options, origin);
}
