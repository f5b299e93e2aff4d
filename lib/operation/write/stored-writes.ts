import { assertSize } from '../../driver/command/document-size.js';
import { translateBulkError } from '../../driver/translation/translate-error.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { setKey } from '../../value/ordered-plain.js';
import { newPlain } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import { fieldWithRole } from '../../schema/build/role-fields.js';
import type { Difference } from '../../state/change/difference.js';
import type { Snapshot, Stored } from '../../state/snapshot/snapshot.js';
import { wholeArrays } from '../../state/change/whole-arrays.js';
import type { Write } from '../../state/change/whole-arrays.js';
import { findDerived, noteForParents } from '../derived/derived-data.js';
import { writeAsRead } from '../derived/write-as-read.js';
import { filterIfUnchanged, filterById, narrowed } from './loaded-filter.js';
import { hasVersioned, isVersioned } from './versioned-changes.js';
import type { Operation } from '../operation.js';
import { StaleDocumentError } from '../operation-errors.js';

/** @throws DocumentTooLargeError, and what `OperationCommands.write` throws */
export function insertStored(operation: Operation, stored: Stored): Promise<unknown> {
  const { repository, session } = operation;
  assertSize(repository.schema.name, stored);
  return operation.commands.write(() => repository.collection.insertOne(stored, { session }));
}

/** The server's answer to an update of one document. */
export interface UpdateAnswer {
  /** 0 or 1. */
  readonly matchedCount: number;
}

/**
 * The documents of a bulk insert that are stored and acknowledged, those that are certainly not stored, and the error to throw unless all
 * are.
 */
export interface BulkResult {
  readonly acknowledged: readonly number[];
  readonly notApplied: readonly number[];
  readonly toError?: (postSignalError?: Error) => unknown;
}

export async function insertManyStored(
  operation: Operation,
  stored: readonly Stored[],
  ordered: boolean,
): Promise<BulkResult> {
  const { repository, session } = operation;
  const { collection, connection } = repository;
  const before = connection.interruptions.count;
  try {
    await operation.commands.inLine(() => collection.insertMany(stored, { ordered, session }));
    return { acknowledged: [...stored.keys()], notApplied: [] };
  } catch (error) {
    const isInterrupted = connection.interruptions.count !== before;
    const failure = translateBulkError(error, repository, { count: stored.length, ordered, isInterrupted });
    const { attempt } = operation;
    if (!attempt) return failure;
    // The transaction is rolled back, whatever the server has done.
    const known = new Set(failure.acknowledged);
    return {
      acknowledged: failure.acknowledged,
      notApplied: [...stored.keys()].filter((index) => !known.has(index)),
      toError: (other) => attempt.errorOf(failure.toError(other)),
    };
  }
}

/**
 * Writes the differences. Checks the version of the document, if its class has one and a change concerns it.
 * @param encoded the document as it is written
 * @param guard a further condition
 * @returns the answer, to be checked by `assertUpdated`
 * @throws what `updateOne` throws
 */
export function updateStored(
  operation: Operation,
  schema: RootSchema,
  snapshot: Snapshot,
  changed: readonly Difference[],
  encoded: Stored,
  guard?: Plain,
): Promise<UpdateAnswer> {
  const { filter, update } = updateOf(schema, snapshot, changed, encoded);
  return updateOne(operation, narrowed(filter, guard), update);
}

/** The update of a loaded document, in the server's form. */
export interface DocumentWrites {
  readonly filter: Plain;
  readonly update: { readonly $set?: Plain; readonly $unset?: Plain };
}

/** Builds the update that writes these differences. @param encoded the document as it is written */
export function updateOf(
  schema: RootSchema,
  snapshot: Snapshot,
  changed: readonly Difference[],
  encoded: Stored,
): DocumentWrites {
  const filter = filterIfUnchanged(schema, snapshot, encoded, hasVersioned(schema, changed));
  return { filter, update: toUpdate(writesOf(schema, snapshot, changed)) };
}

/**
 * Arrays are written by index if the write checks and raises the version, else whole; also those of fields that do not concern the version,
 * since others change them behind it.
 */
function writesOf(schema: RootSchema, snapshot: Snapshot, changed: readonly Difference[]): readonly Write[] {
  const version = fieldWithRole(schema, 'version');
  const isGuarded = version !== undefined && changed.some(({ keys }) => keys[0] === version.key);
  if (!isGuarded) return wholeArrays(snapshot, changed);
  const free = changed.filter(({ names }) => !isVersioned(schema, names));
  if (free.length === 0) return changed;
  return [...changed.filter(({ names }) => isVersioned(schema, names)), ...wholeArrays(snapshot, free)];
}

/** @throws StaleDocumentError if the document is missing or its version has changed */
export function assertUpdated(
  operation: Operation,
  schema: RootSchema,
  changed: readonly Difference[],
  { matchedCount }: UpdateAnswer,
  guard?: Plain,
): void {
  if (matchedCount === 0) throw staleError(operation, schema, hasVersioned(schema, changed), guard);
}

/**
 * The error of an update that found no document as it was loaded.
 * @param isVersioned whether a change concerns the version
 * @param guard the further condition of the update, if it had one
 */
export function staleError(
  { repository }: Operation,
  schema: RootSchema,
  isVersioned: boolean,
  guard?: Plain,
): StaleDocumentError {
  const hasVersion = fieldWithRole(schema, 'version') !== undefined && isVersioned;
  return new StaleDocumentError(
    repository.schema.name,
    hasVersion || guard ? 'deleted-or-changed' : 'deleted',
  );
}

/** @throws DocumentTooLargeError before anything is sent, and what `OperationCommands.write` throws */
export function updateOne(operation: Operation, filter: Stored, update: Stored): Promise<UpdateAnswer> {
  const { repository, session } = operation;
  assertSize(repository.schema.name, update);
  return operation.commands.write(() => repository.collection.updateOne(filter, update, { session }));
}

/**
 * @param filter a further condition
 * @returns the deleted document; undefined if it is missing or does not match
 * @throws what `OperationCommands.write` throws
 */
export async function deleteStored(
  operation: Operation,
  schema: RootSchema,
  snapshot: Snapshot,
  filter: Plain | undefined,
): Promise<Snapshot | undefined> {
  const { repository, session } = operation;
  const one = narrowed(filterById(schema, snapshot), filter);
  const send = async (condition: Plain): Promise<boolean> => {
    const sent = operation.commands.write(() => repository.collection.deleteOne(condition, { session }));
    return (await sent).deletedCount === 1;
  };
  const derived = findDerived(repository, schema);
  if (!derived) return (await send(one)) ? snapshot : undefined;
  const before = await writeAsRead(operation, derived, { schema, snapshot, filter: one }, send);
  if (!before) return undefined;
  noteForParents(operation, schema, before, undefined);
  return snapshot;
}

/** Builds the update command's part for these writes: `$set` and `$unset`, each only if needed. */
export function toUpdate(writes: readonly Write[]): DocumentWrites['update'] {
  const update: { $set?: Plain; $unset?: Plain } = {};
  for (const { keys, after } of writes) {
    const path = keys.join('.');
    if (after === undefined) update.$unset = setKey(update.$unset ?? newPlain(), path, true);
    else update.$set = setKey(update.$set ?? newPlain(), path, after);
  }
  return update;
}
