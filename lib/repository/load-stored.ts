import { assemble } from '../codec/assemble.js';
import type { Plain } from '../codec/codec.js';
import { decodeValues } from '../codec/decode.js';
import { withInitialValues } from '../codec/initial-values.js';
import type { RootSchema } from '../schema/document-schema.js';
import { schemaOfStored } from './concrete-schema.js';
import { initialise } from './initialise.js';
import type { Operation } from './operation.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * Makes the document of a stored one when nobody listens to that.
 * @throws DecodeError
 */
export function loadSilently(repository: RepositoryContext, stored: Plain): object {
  const schema = schemaOfStored(repository.schema, stored);
  const document = assembleStored(repository, schema, stored);
  remember(repository, schema, document, stored, document);
  return document;
}

/**
 * Makes the document of a stored one and sends the init signals. What receivers change is not stored: the next save writes it.
 * @throws DecodeError
 */
export async function loadHeard(operation: Operation, stored: Plain): Promise<object> {
  const { repository } = operation;
  const schema = schemaOfStored(repository.schema, stored);
  const untouched = assembleStored(repository, schema, stored);
  const document = await initialise(
    operation,
    schema,
    decodeValues(schema, stored, repository.memory.undeclared),
    false,
  );
  remember(repository, schema, document, stored, untouched);
  return document;
}

function assembleStored({ memory }: RepositoryContext, schema: RootSchema, stored: Plain): object {
  return assemble(schema, decodeValues(schema, stored, memory.undeclared), memory.undeclared);
}

function remember(
  { memory }: RepositoryContext,
  schema: RootSchema,
  document: object,
  stored: Plain,
  untouched: object,
): void {
  memory.states.markLoaded(document, {
    stored,
    unchanged: withInitialValues(schema, stored, untouched, memory.undeclared),
  });
}
