import { assemble } from '../../codec/assemble.js';
import type { Values } from '../../codec/decode.js';
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
  const operation = new Operation(repository, 'create', options);
  try {
    const document = hearsInit(operation, schema)
      ? await initialise(operation, schema, values, true)
      : assemble(schema, values, memory.undeclared);
    memory.states.set(document, 'new');
    return document;
  } finally {
    await operation.end();
  }
}
