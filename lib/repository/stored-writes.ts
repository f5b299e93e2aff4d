import { bulkOutcome, translateWriteError } from '../connection/write-errors.js';
import type { BulkOutcome } from '../connection/write-errors.js';
import type { Difference } from '../state/difference.js';
import type { Snapshot, Stored } from '../state/snapshot.js';
import type { Operation } from './operation.js';
import { StaleDocumentError } from './repository-errors.js';

/** @throws DuplicateKeyError */
export async function insertStored({ repository, session }: Operation, stored: Stored): Promise<void> {
  try {
    await repository.collection.insertOne(stored, { session });
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
  { repository, session }: Operation,
  stored: readonly Stored[],
  ordered: boolean,
): Promise<BulkResult> {
  try {
    await repository.collection.insertMany(stored, { ordered, session });
    return { applied: [...stored.keys()], failed: [], notAttempted: [] };
  } catch (error) {
    const outcome = bulkOutcome(error, stored.length, ordered);
    if (!outcome) throw translateWriteError(error, repository.schema.name);
    return { ...outcome, error };
  }
}

/** @throws StaleDocumentError if the document is gone, DuplicateKeyError */
export async function updateStored(
  { repository, session }: Operation,
  snapshot: Snapshot,
  changed: readonly Difference[],
): Promise<void> {
  try {
    const result = await repository.collection.updateOne(byId(snapshot), toUpdate(changed), { session });
    if (result.matchedCount === 0) throw new StaleDocumentError(repository.schema.name);
  } catch (error) {
    throw translateWriteError(error, repository.schema.name);
  }
}

/** @returns whether the document was there */
export async function deleteStored({ repository, session }: Operation, snapshot: Snapshot): Promise<boolean> {
  const result = await repository.collection.deleteOne(byId(snapshot), { session });
  return result.deletedCount === 1;
}

export function byId(snapshot: Snapshot): { readonly _id: never } {
  return { _id: { $eq: snapshot.stored['_id'] } as never };
}

function toUpdate(changed: readonly Difference[]): { $set?: object; $unset?: object } {
  const pathOf = (difference: Difference): string => difference.keys.join('.');
  const set = changed.filter((difference) => difference.after !== undefined);
  const unset = changed.filter((difference) => difference.after === undefined);
  return {
    ...(set.length > 0 && {
      $set: Object.fromEntries(set.map((difference) => [pathOf(difference), difference.after])),
    }),
    ...(unset.length > 0 && {
      $unset: Object.fromEntries(unset.map((difference) => [pathOf(difference), true])),
    }),
  };
}
