import { assemble } from '../../codec/assemble.js';
import type { Values } from '../../codec/decode.js';
import { assertOptions } from '../assert-options.js';
import { assertKnownFields } from '../assert-valid.js';
import { hearsInit, initialise } from '../initialise.js';
import type { OperationOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';

/** Makes a new document of values by field name. Sends no command. */
export function build(repository: RepositoryContext, values: Values, options: OperationOptions): object {
  const { schema, memory } = repository;
  assertKnownFields(schema, values);
  assertOptions(repository, options);
  repository.connection.work.assertOpen(schema.name);
  const document = hearsInit(repository)
    ? buildHeard(repository, values, options)
    : assemble(schema, values, memory.undeclared);
  memory.states.set(document, 'new');
  return document;
}

function buildHeard(repository: RepositoryContext, values: Values, options: OperationOptions): object {
  const operation = new Operation(repository, 'build', options);
  try {
    return initialise(operation, repository.schema, values, true);
  } finally {
    void operation.end();
  }
}
