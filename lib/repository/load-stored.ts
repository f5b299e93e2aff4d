import { assemble } from '../codec/fast/assemble-document.js';
import { decodeBytes } from '../codec/fast/decode-bytes.js';
import { decodeValues, parseDocument } from '../codec/decode.js';
import type { Values } from '../codec/decode.js';
import { encodeInitialValues, withInitialValues } from '../codec/initial-values.js';
import { noUndeclaredKeys } from '../codec/undeclared-keys.js';
import type { UndeclaredKeys } from '../codec/undeclared-keys.js';
import type { RootSchema } from '../schema/document-schema.js';
import type { Plain } from '../value/plain-object.js';
import { ByteSnapshot } from '../state/snapshot/byte-snapshot.js';
import { ValueSnapshot } from '../state/snapshot/value-snapshot.js';
import { schemaOfStored } from './concrete-schema.js';
import { hearsInit, initialise } from './initialise.js';
import type { Operation } from './operation.js';
import type { RepositoryContext } from './repository-context.js';
import type { LeftOut } from './unreadable.js';

/** How documents are loaded. */
export interface Loading {
  /** The names of the fields that are asked for; undefined if all are. */
  readonly loaded: ReadonlySet<string> | undefined;
  /** Whether documents are only read: they keep nothing of what is stored, and cannot be written. */
  readonly isReadOnly: boolean;
}

/** Makes the document of the bytes of a stored one, and sends the init signals if anybody listens. @throws DecodeError */
export function load(operation: Operation, reply: Buffer, loading: Loading): object | Promise<object> {
  const { repository } = operation;
  return hearsInit(repository)
    ? initialiseStored(operation, decodeStored(repository, reply, loading), loading)
    : loadSilently(repository, reply, loading);
}

/** Does the same for a document of a list. @returns undefined if it is left out. @throws DecodeError if it is not to be left out */
export function loadUnlessLeftOut(
  operation: Operation,
  reply: Buffer,
  loading: Loading,
  leftOut: LeftOut,
): object | Promise<object> | undefined {
  const { repository } = operation;
  let decoded: DecodedDocument;
  try {
    if (!hearsInit(repository)) return loadSilently(repository, reply, loading);
    decoded = decodeStored(repository, reply, loading);
  } catch (error) {
    leftOut.add(error);
    return undefined;
  }
  return initialiseStored(operation, decoded, loading);
}

/**
 * Makes the document of the bytes of a stored one when nobody listens to that. What is kept of the bytes is copied: the driver's are
 * a part of a whole reply, which the document would keep alive.
 * @throws DecodeError
 */
export function loadSilently(repository: RepositoryContext, reply: Buffer, loading: Loading): object {
  const { schema, memory } = repository;
  const { loaded, isReadOnly } = loading;
  const decoded = decodeBytes(repository.family, reply, keysKept(repository, loading), loaded);
  if (!decoded) {
    const stored = parseDocument(schema, Buffer.from(reply));
    const ownSchema = schemaOfStored(repository, stored);
    const document = assembleStored(repository, ownSchema, stored, loading);
    remember(repository, ownSchema, document, stored, document, loading);
    return document;
  }
  const { document, initialValues } = decoded;
  if (isReadOnly) {
    memory.states.set(document, 'readOnly');
  } else if (initialValues.length === 0 || initialValues.every(({ holder }) => holder === document)) {
    const initial =
      initialValues.length === 0 ? undefined : encodeInitialValues(initialValues, memory.undeclared);
    memory.states.set(document, new ByteSnapshot(reply, repository.reading, initial, loaded));
  } else {
    const stored = parseDocument(schema, Buffer.from(reply));
    remember(repository, schemaOfStored(repository, stored), document, stored, document, loading);
  }
  return document;
}

/** A stored document that fits its class, before receivers of the init signals have seen it. */
interface DecodedDocument {
  readonly schema: RootSchema;
  readonly stored: Plain;
  readonly values: Values;
  /** What it is where no receiver changes it. */
  readonly untouched: object;
}

/** @throws DecodeError */
function decodeStored(repository: RepositoryContext, reply: Buffer, loading: Loading): DecodedDocument {
  const stored = parseDocument(repository.schema, Buffer.from(reply));
  const schema = schemaOfStored(repository, stored);
  const untouched = assembleStored(repository, schema, stored, loading);
  const values = decodeValues(schema, stored, keysKept(repository, loading));
  return { schema, stored, values, untouched };
}

/** Makes the document and sends the init signals. What receivers change is not stored: the next save writes it. */
async function initialiseStored(
  operation: Operation,
  { schema, stored, values, untouched }: DecodedDocument,
  loading: Loading,
): Promise<object> {
  const document = await initialise(operation, schema, values, false, loading.loaded);
  remember(operation.repository, schema, document, stored, untouched, loading);
  return document;
}

function assembleStored(
  repository: RepositoryContext,
  schema: RootSchema,
  stored: Plain,
  loading: Loading,
): object {
  const undeclared = keysKept(repository, loading);
  return assemble(schema, decodeValues(schema, stored, undeclared), undeclared, loading.loaded);
}

/** Where the undeclared keys of embedded documents are kept. */
function keysKept({ memory }: RepositoryContext, { isReadOnly }: Loading): UndeclaredKeys {
  return isReadOnly ? noUndeclaredKeys : memory.undeclared;
}

function remember(
  { memory }: RepositoryContext,
  schema: RootSchema,
  document: object,
  stored: Plain,
  untouched: object,
  { loaded, isReadOnly }: Loading,
): void {
  if (isReadOnly) {
    memory.states.set(document, 'readOnly');
    return;
  }
  const baseline = withInitialValues(schema, stored, untouched, memory.undeclared);
  memory.states.set(document, new ValueSnapshot(stored, baseline, loaded));
}
