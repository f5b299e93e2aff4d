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
  /** The ids of the inserted documents, by the index of their part. */
  readonly insertedIds: ReadonlyMap<number, unknown>;
}

/** Adds up what the server has counted. */
export class BulkCounts {
  readonly #counts = { insertedCount: 0, matchedCount: 0, modifiedCount: 0, deletedCount: 0 };
  /** Those of parts that had a command of their own. */
  readonly #ofParts = new Map<number, PartCounts>();

  add({ parts, result }: CommandAnswer): void {
    if (!result) return;
    const { matchedCount, modifiedCount, deletedCount } = result;
    this.#counts.insertedCount += result.insertedCount;
    this.#counts.matchedCount += matchedCount;
    this.#counts.modifiedCount += modifiedCount;
    this.#counts.deletedCount += deletedCount;
    const [part] = parts;
    if (part?.isCounted) this.#ofParts.set(part.index, { matchedCount, modifiedCount, deletedCount });
  }

  addDeleted(count: number): void {
    this.#counts.deletedCount += count;
  }

  /** The counts of one part; undefined unless it had a command of its own. */
  of(index: number): PartCounts | undefined {
    return this.#ofParts.get(index);
  }

  result(inserts: ReadonlyMap<number, InsertStep>): BulkWriteResult {
    const ids = [...inserts].map(([index, { id }]) => [index, id] as const);
    return Object.freeze({ ...this.#counts, insertedIds: new Map(ids) });
  }
}
