import { assemble } from '../codec/assemble.js';
import type { Plain } from '../codec/codec.js';
import { decodeBytes } from '../codec/decode-bytes.js';
import { decodeValues, parseDocument } from '../codec/decode.js';
import { withInitialValues } from '../codec/initial-values.js';
import type { RootSchema } from '../schema/document-schema.js';
import { schemaFamily } from '../schema/schema-of.js';
import { LazySnapshot } from '../state/lazy-snapshot.js';
import { schemaOfStored } from './concrete-schema.js';
import { initialise } from './initialise.js';
import type { Operation } from './operation.js';
import type { RepositoryContext } from './repository-context.js';

/**
 * Makes the document of the bytes of a stored one when nobody listens to that. The bytes are copied: the driver's are a part of a
 * whole reply, which the document would keep alive.
 * @throws DecodeError
 */
export function loadSilently(repository: RepositoryContext, reply: Uint8Array): object {
  const { schema, memory } = repository;
  const bytes = Buffer.from(reply);
  const decoded = hasOneClass(schema) ? decodeBytes(schema, bytes, memory.undeclared) : undefined;
  if (decoded && !decoded.hasInitialValues) {
    memory.states.markLoaded(decoded.document, new LazySnapshot(() => parseDocument(schema, bytes)));
    return decoded.document;
  }
  const stored = parseDocument(schema, bytes);
  const ownSchema = schemaOfStored(schema, stored);
  const document = decoded?.document ?? assembleStored(repository, ownSchema, stored);
  remember(repository, ownSchema, document, stored, document);
  return document;
}

/** Without classes that extend it, or that it extends, a class is known before its documents are read. */
function hasOneClass(schema: RootSchema): boolean {
  return schema.discriminator === undefined && schemaFamily(schema).length === 1;
}

/**
 * Makes the document of a stored one and sends the init signals. What receivers change is not stored: the next save writes it.
 * @throws DecodeError
 */
export async function loadHeard(operation: Operation, reply: Uint8Array): Promise<object> {
  const { repository } = operation;
  const stored = parseDocument(repository.schema, Buffer.from(reply));
  const schema = schemaOfStored(repository.schema, stored);
  const untouched = assembleStored(repository, schema, stored);
  const values = decodeValues(schema, stored, repository.memory.undeclared);
  const document = await initialise(operation, schema, values, false);
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
  const unchanged = withInitialValues(schema, stored, untouched, memory.undeclared);
  memory.states.markLoaded(document, { stored, unchanged });
}
