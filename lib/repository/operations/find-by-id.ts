import { compileEquality } from '../../query/compile-filter.js';
import { FilterOperator } from '../../query/operators/filter-operator.js';
import { InvalidFilterError } from '../../query/query-errors.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { DocumentNotFoundError } from '../repository-errors.js';
import { findFirst } from './find.js';
import type { Query } from './find.js';

/** Loads the document with an id; null if there is none. */
export function findById(
  repository: RepositoryContext,
  id: unknown,
  options: OperationOptions,
): Promise<object | null> {
  return findFirst(
    repository,
    () => queryById(repository, id),
    options,
    'findById',
    () => null,
  );
}

/** Loads the document with an id, which must be there. */
export function getById(
  repository: RepositoryContext,
  id: unknown,
  options: OperationOptions,
): Promise<object> {
  return findFirst(
    repository,
    () => queryById(repository, id),
    options,
    'getById',
    () => {
      throw new DocumentNotFoundError(repository.schema.name, 'getById');
    },
  );
}

/** @throws InvalidFilterError */
function queryById({ schema }: RepositoryContext, id: unknown): Query {
  const { name, key, type } = schema.id.field;
  if (id === null || FilterOperator.isOperator(id)) {
    throw new InvalidFilterError(
      schema.name,
      name,
      `Its value is ${id === null ? 'null' : 'an operator'}, and no document has that id`,
      'Check the id before; findOne takes operators',
    );
  }
  return { filter: { [key]: { $eq: compileEquality(schema, name, type, id) } } };
}
