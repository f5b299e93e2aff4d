import type { CollationOptions } from 'mongodb';
import type { DurationText } from '../../value/duration.js';

/** The fixed size of a collection: new documents take the place of the oldest. */
export interface CappedCollectionOptions {
  /** The greatest size in bytes; the server rounds it up to a multiple of 256. */
  readonly size: number;
  /** The greatest number of documents. Default as many as fit. */
  readonly max?: number;
}

/** Measurements over time, which the server stores together. Their documents cannot be saved again. */
export interface TimeSeriesCollectionOptions<Path extends string = string> {
  /** The field with the time of a measurement, a required Date. */
  readonly timeField: Path;
  /** The field that says what is measured: measurements with the same value there are stored together. */
  readonly metaField?: Path;
  /** The time between two measurements, about. Default `seconds`. */
  readonly granularity?: 'seconds' | 'minutes' | 'hours';
  /** The longest time that is stored together, in whole seconds, in place of `granularity`: `1h`. */
  readonly bucketSpan?: DurationText | number;
}

/** The fields that decide on which shard a document is stored. */
export type DocumentShardKey<Path extends string = string> = Readonly<Partial<Record<Path, 1 | 'hashed'>>>;

/** Options of a collection on the server; a class that shares the collection of its base class has none. */
export interface DocumentCollectionOptions {
  /** Gives it a fixed size. */
  readonly capped?: CappedCollectionOptions;
  /** Stores measurements over time. */
  readonly timeSeries?: TimeSeriesCollectionOptions;
  /** Stores documents in the order of their ids, without an index of ids. Default false. */
  readonly clustered?: boolean;
  /** Compares texts by the rules of a language, in all queries and indexes that name no other collation. */
  readonly collation?: CollationOptions;
  /** Keeps documents as they were before each change, for change streams. Default false. */
  readonly preImages?: boolean;
  /**
   * Removes measurements of a time series by their time, or documents of a clustered collection whose id is a Date: `30d`, or a number of
   * milliseconds. For other collections see `@ExpiresAt()`, or `expireAfter` of an index.
   */
  readonly expireAfter?: DurationText | number;
  /** The fields that decide on which shard a document is stored. */
  readonly shardKey?: DocumentShardKey;
}

/** The names of these options. */
export const collectionOptionNames: readonly (keyof DocumentCollectionOptions)[] = Object.freeze([
  ...(['capped', 'timeSeries', 'clustered', 'collation', 'preImages', 'expireAfter', 'shardKey'] as const),
]);
