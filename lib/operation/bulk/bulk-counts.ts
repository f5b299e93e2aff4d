import { decodedId } from '../document-id.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { BulkPart } from '../write/bulk-part.js';
import type { CommandAnswer } from '../write/send-parts.js';
import type { InsertStep } from './insert-step.js';
import type { PartCounts } from './write-step.js';

/** The result of `bulkWrite`, of all its parts together. Frozen. */
export interface BulkWriteResult {
  readonly insertedCount: number;
  /** The number of documents that updates have matched. */
  readonly matchedCount: number;
  /** The number of documents that updates have changed. */
  readonly modifiedCount: number;
  /** The number of documents that are gone, or kept as deleted. */
  readonly deletedCount: number;
  /** The number of documents that upserts have inserted. */
  readonly upsertedCount: number;
  /** The ids of the inserted documents, those of upserts too, by the index of their part. */
  readonly insertedIds: ReadonlyMap<number, unknown>;
}

/** Adds up what the server has counted. */
export class BulkCounts {
  readonly #counts = {
    ...{ insertedCount: 0, matchedCount: 0, modifiedCount: 0, deletedCount: 0, upsertedCount: 0 },
  };
  /** The ids of documents that upserts have inserted, as stored, by the index of their part. */
  readonly #upserted = new Map<number, unknown>();
  /** Those of parts that had a command of their own. */
  readonly #ofParts = new Map<number, PartCounts>();

  add({ parts, result }: CommandAnswer): void {
    if (!result) return;
    const { matchedCount, modifiedCount, deletedCount } = result;
    this.#counts.insertedCount += result.insertedCount;
    this.#counts.matchedCount += matchedCount;
    this.#counts.modifiedCount += modifiedCount;
    this.#counts.deletedCount += deletedCount;
    this.#counts.upsertedCount += result.upsertedCount;
    for (const [place, id] of Object.entries(result.upsertedIds))
      this.#upserted.set((parts[Number(place)] as BulkPart).index, id);
    const [part] = parts;
    const insertedId: unknown = result.upsertedIds[0];
    if (part?.isCounted)
      this.#ofParts.set(part.index, { matchedCount, modifiedCount, deletedCount, insertedId });
  }

  /** Adds those of a part that was carried out document by document. */
  addOf(index: number, counts: PartCounts): void {
    this.#counts.matchedCount += counts.matchedCount;
    this.#counts.modifiedCount += counts.modifiedCount;
    this.#counts.deletedCount += counts.deletedCount;
    this.#ofParts.set(index, counts);
    if (counts.insertedId === undefined) return;
    this.#counts.upsertedCount++;
    this.#upserted.set(index, counts.insertedId);
  }

  /** The counts of one part; undefined unless it had a command of its own. */
  of(index: number): PartCounts | undefined {
    return this.#ofParts.get(index);
  }

  /** The result for the caller, with the ids as documents have them. */
  result(schema: RootSchema, inserts: ReadonlyMap<number, InsertStep>): BulkWriteResult {
    const ids = [
      ...[...inserts].map(([index, { id }]) => [index, id] as const),
      ...[...this.#upserted].map(([index, id]) => [index, decodedId(schema, id)] as const),
    ];
    return Object.freeze({ ...this.#counts, insertedIds: new Map(ids.sort(([a], [b]) => a - b)) });
  }
}
