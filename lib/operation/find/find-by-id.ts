import { compileEquality } from '../../query/compile-equality.js';
import { Operator } from '../../query/filter-operator.js';
import { InvalidFilterError } from '../../query/query-errors.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { DocumentNotFoundError } from '../operation-errors.js';
import { findFirst } from './find.js';
import type { Query } from './query.js';

/** Loads the document with this id; null if it is missing. */
export async function findById(
  repository: RepositoryContext,
  id: unknown,
  options: OperationOptions,
): Promise<object | null> {
  const query = queryById(repository, id);
  return findFirst(repository, query, options, 'findById');
}

/** Loads the document with this id, which must exist. */
export async function getById(
  repository: RepositoryContext,
  id: unknown,
  options: OperationOptions,
): Promise<object> {
  const query = queryById(repository, id);
  const document = await findFirst(repository, query, options, 'getById');
  if (!document) throw new DocumentNotFoundError(repository.schema.name, 'getById');
  return document;
}

/** @throws InvalidFilterError */
function queryById({ schema }: RepositoryContext, id: unknown): Query {
  return { filter: { [schema.id.field.key]: { $eq: compileId(schema, id) } } };
}

/** An id in the server's form. @throws InvalidFilterError if no document of the class can have it */
export function compileId(schema: RootSchema, id: unknown): unknown {
  const { name, type } = schema.id.field;
  if (id === undefined || id === null || Operator.isOperator(id)) {
    throw new InvalidFilterError(
      schema.name,
      name,
      `The id is ${Operator.isOperator(id) ? 'an operator' : String(id)}, and no document has that id`,
      'Check the id first; findOne accepts operators',
    );
  }
  return compileEquality(schema, name, type, id);
}
