import { assemble } from '../../codec/fast/assemble-document.js';
import type { Values } from '../../codec/decode.js';
import { assertOptions } from '../assert-options.js';
import { assertKnownFields } from '../assert-valid.js';
import { hearsInit, initialise } from '../initialise.js';
import type { OperationOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';

/** Makes a new document of values by field name. Sends no command. */
export async function create(
  repository: RepositoryContext,
  values: Values,
  options: OperationOptions,
): Promise<object> {
  const { schema, memory } = repository;
  assertKnownFields(schema, values);
  assertOptions(repository, options);
  repository.connection.work.assertOpen(schema.name);
  const document = hearsInit(repository)
    ? await createHeard(repository, values, options)
    : assemble(schema, values, memory.undeclared);
  memory.states.set(document, 'new');
  return document;
}

async function createHeard(
  repository: RepositoryContext,
  values: Values,
  options: OperationOptions,
): Promise<object> {
  const operation = new Operation(repository, 'create', options);
  try {
    return await initialise(operation, repository.schema, values, true);
  } finally {
    await operation.end();
  }
}
