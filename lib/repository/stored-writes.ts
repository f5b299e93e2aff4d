import { bulkOutcome, translateWriteError } from '../connection/write-errors.js';
import type { BulkOutcome } from '../connection/write-errors.js';
import type { RootSchema } from '../schema/document-schema.js';
import { fieldWithRole } from '../schema/role-fields.js';
import type { Difference } from '../state/difference.js';
import type { Snapshot, Stored } from '../state/snapshot.js';
import { wholeArrays } from '../state/whole-arrays.js';
import type { Write } from '../state/whole-arrays.js';
import { asLoaded, byId } from './loaded-filter.js';
import type { Operation } from './operation.js';
import { StaleDocumentError } from './repository-errors.js';

/** @throws DuplicateKeyError */
export async function insertStored(operation: Operation, stored: Stored): Promise<void> {
  const { repository, session } = operation;
  try {
    await operation.write(() => repository.collection.insertOne(stored, { session }));
  } catch (error) {
    throw translateWriteError(error, repository.schema.name);
  }
}

/** What became of each document of a bulk insert, and the driver's error if not all of them were inserted. */
export interface BulkResult extends BulkOutcome {
  readonly error?: unknown;
}

/** @throws the driver's error if it does not tell what became of each document */
export async function insertManyStored(
  operation: Operation,
  stored: readonly Stored[],
  ordered: boolean,
): Promise<BulkResult> {
  const { repository, session } = operation;
  try {
    await operation.write(() => repository.collection.insertMany(stored, { ordered, session }));
    return { applied: [...stored.keys()], failed: [], notAttempted: [] };
  } catch (error) {
    const outcome = bulkOutcome(error, stored.length, ordered);
    if (!outcome) throw translateWriteError(error, repository.schema.name);
    return { ...outcome, error };
  }
}

/**
 * Writes what differs: inside arrays by index if the write checks and raises the version of the document, else arrays whole.
 * @throws StaleDocumentError if the document is gone or its version has moved, DuplicateKeyError
 */
export async function updateStored(
  operation: Operation,
  schema: RootSchema,
  snapshot: Snapshot,
  changed: readonly Difference[],
): Promise<void> {
  const version = fieldWithRole(schema, 'version');
  const isGuarded = version !== undefined && changed.some(({ keys }) => keys[0] === version.key);
  const writes = isGuarded ? changed : wholeArrays(snapshot.stored, changed);
  if (await updateOne(operation, asLoaded(schema, snapshot), toUpdate(writes))) return;
  throw new StaleDocumentError(operation.repository.schema.name, version ? 'deleted-or-changed' : 'deleted');
}

/** @returns whether a document matched. @throws DuplicateKeyError */
export async function updateOne(operation: Operation, filter: Stored, update: Stored): Promise<boolean> {
  const { repository, session } = operation;
  try {
    const result = await operation.write(() => repository.collection.updateOne(filter, update, { session }));
    return result.matchedCount > 0;
  } catch (error) {
    throw translateWriteError(error, repository.schema.name);
  }
}

/** @returns the document as it was last; undefined if it was not there */
export async function deleteStored(operation: Operation, snapshot: Snapshot): Promise<Snapshot | undefined> {
  const { repository, session } = operation;
  const result = await operation.write(() => repository.collection.deleteOne(byId(snapshot), { session }));
  return result.deletedCount === 1 ? snapshot : undefined;
}

/** The update command's part for these writes: `$set` and `$unset`, those that are needed. */
export function toUpdate(writes: readonly Write[]): { readonly $set?: object; readonly $unset?: object } {
  const pathOf = ({ keys }: Write): string => keys.join('.');
  const set = writes.filter(({ after }) => after !== undefined);
  const unset = writes.filter(({ after }) => after === undefined);
  return {
    ...(set.length > 0 && { $set: Object.fromEntries(set.map((write) => [pathOf(write), write.after])) }),
    ...(unset.length > 0 && { $unset: Object.fromEntries(unset.map((write) => [pathOf(write), true])) }),
  };
}
