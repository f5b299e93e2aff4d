import { assemble } from '../../codec/fast/assemble-document.js';
import { decodeBytes } from '../../codec/fast/decode-bytes.js';
import { decodeValues, parseDocument } from '../../codec/decode.js';
import { encodeInitialValues, withInitialValues } from '../../codec/initial-values.js';
import { noUndeclaredKeys } from '../../codec/undeclared-keys.js';
import type { UndeclaredKeys } from '../../codec/undeclared-keys.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { Plain } from '../../value/plain-object.js';
import { ByteSnapshot } from '../../state/snapshot/byte-snapshot.js';
import { ValueSnapshot } from '../../state/snapshot/value-snapshot.js';
import { schemaOfStored } from '../concrete-schema.js';
import { hearsInit, initialise } from '../build/initialise.js';
import type { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import type { LeftOut } from './unreadable.js';

/** How documents are loaded. */
export interface Loading {
  /** The names of the fields that are asked for; undefined if all are. */
  readonly loaded: ReadonlySet<string> | undefined;
  /** Whether documents are only read: they keep nothing of what is stored, and cannot be written. */
  readonly isReadOnly: boolean;
}

/** Makes the document of the bytes of a stored one, and sends the init signals if anybody listens. @throws DecodeError */
export function load(operation: Operation, reply: Buffer, loading: Loading): object {
  const { repository } = operation;
  return hearsInit(repository)
    ? loadWithSignals(operation, reply, loading)
    : loadSilently(repository, reply, loading);
}

/**
 * Does the same for the documents of a list, each put at the end of `documents`, without those that are left out. A loop without a function
 * made for this call, whose compiled code would be lost with it: decision 0037.
 * @throws what `load` throws for one that is not to be left out; those before it are loaded then
 */
export function loadEach(
  operation: Operation,
  replies: readonly Buffer[],
  loading: Loading,
  leftOut: LeftOut,
  documents: object[],
): void {
  const { repository } = operation;
  const isHeard = hearsInit(repository);
  for (const reply of replies) {
    try {
      const document = isHeard
        ? loadWithSignals(operation, reply, loading)
        : loadSilently(repository, reply, loading);
      documents.push(document);
    } catch (error) {
      leftOut.add(error);
    }
  }
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

/** Makes the document and sends the init signals. Changes of receivers are not stored: the next save writes them. @throws DecodeError */
function loadWithSignals(operation: Operation, reply: Buffer, loading: Loading): object {
  const { repository } = operation;
  const stored = parseDocument(repository.schema, Buffer.from(reply));
  const schema = schemaOfStored(repository, stored);
  const untouched = assembleStored(repository, schema, stored, loading);
  const values = decodeValues(schema, stored, keysKept(repository, loading));
  const document = initialise(operation, schema, values, false, loading.loaded);
  remember(repository, schema, document, stored, untouched, loading);
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
