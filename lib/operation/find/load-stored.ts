import { assemble } from '../../codec/fast/assemble-document.js';
import { decodeBytes } from '../../codec/fast/decode-bytes.js';
import { decodeValues, parseDocument } from '../../codec/decode.js';
import { forgetParts } from '../../codec/forget-parts.js';
import { encodeInitialValues, withInitialValues } from '../../codec/initial-values.js';
import type { ShownParts } from '../../codec/shown-parts.js';
import { noUndeclaredKeys } from '../../codec/undeclared-keys.js';
import type { UndeclaredKeys } from '../../codec/undeclared-keys.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { setField } from '../../schema/set-field.js';
import type { Snapshot } from '../../state/snapshot/snapshot.js';
import type { Plain } from '../../value/plain-object.js';
import { ByteSnapshot } from '../../state/snapshot/byte-snapshot.js';
import { ValueSnapshot } from '../../state/snapshot/value-snapshot.js';
import { noteTargets } from '../../reference/note-targets.js';
import { schemaOfStored } from '../concrete-schema.js';
import { hearsInit, initialise } from '../build/initialise.js';
import type { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { getSnapshot } from '../stored-snapshot.js';
import type { LeftOut } from './unreadable.js';

/** Options for loading documents. */
export interface Loading {
  /** The names of the selected fields; undefined if all are. */
  readonly loaded: ReadonlySet<string> | undefined;
  /** Whether documents are read-only: they keep no snapshot and cannot be written. */
  readonly isReadOnly: boolean;
  /** The parts that are loaded, if some fields are loaded in part only. */
  readonly parts?: ShownParts | undefined;
}

/** Builds a document from stored bytes, and sends the init signals if they have receivers. @throws DecodeError */
export function load(operation: Operation, reply: Buffer, loading: Loading): object {
  const { repository } = operation;
  const document = hearsInit(repository)
    ? loadWithSignals(operation, reply, loading)
    : loadSilently(repository, reply, loading);
  if (loading.parts) forgetParts(repository.schema, document, loading.parts);
  return document;
}

/**
 * Gives a document the values of stored bytes; its unsaved changes are lost.
 * @param loaded the names of the fields that are loaded; undefined if all are
 * @returns its new snapshot
 * @throws what `load` throws, FieldNotWritableError
 */
export function loadInto(
  operation: Operation,
  schema: RootSchema,
  document: object,
  stored: Buffer,
  loaded: ReadonlySet<string> | undefined,
): Snapshot {
  const { repository, origin } = operation;
  const fresh = load(operation, stored, { loaded, isReadOnly: false });
  for (const { name } of schema.undeclared ? [...schema.fields, schema.undeclared] : schema.fields)
    setField(schema, document, name, (fresh as Record<string, unknown>)[name]);
  noteTargets(schema, document);
  const snapshot = getSnapshot(repository, fresh, origin);
  repository.memory.states.set(document, snapshot);
  return snapshot;
}

/**
 * Loads a list of documents and appends each to `documents`, except those that are left out. A loop without a function created per call,
 * whose compiled code would be lost with it: decision 0037.
 * @throws what `load` throws for a document that must not be left out; those before it are loaded by then
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
      if (loading.parts) forgetParts(repository.schema, document, loading.parts);
      documents.push(document);
    } catch (error) {
      leftOut.add(error);
    }
  }
}

/**
 * Builds a document from stored bytes when the init signals have no receivers. Copies the bytes that it keeps: the driver's are part of a
 * whole reply, which the document would otherwise keep alive.
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

/** Builds the document and sends the init signals. The next save writes what receivers change. @throws DecodeError */
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

/** The store for undeclared keys of embedded documents. */
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
