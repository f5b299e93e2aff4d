import { compileEquality } from '../query/compile-equality.js';
import { Operator } from '../query/filter-operator.js';
import { InvalidFilterError } from '../query/query-errors.js';
import type { RootSchema } from '../schema/document-schema.js';

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
