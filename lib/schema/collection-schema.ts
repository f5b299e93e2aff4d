import type { CollationOptions } from 'mongodb';
import type { CappedCollectionOptions } from './declare/collection-record.js';
import type { IndexDirection } from './declare/index-record.js';

/** A path of a document class, in both forms. */
export interface IndexPath {
  /** By field name. */
  readonly path: string;
  /** By stored key. */
  readonly keyPath: string;
}

export interface IndexKey extends IndexPath {
  readonly direction: IndexDirection;
}

/** The checked options of an index; those that were not given are undefined. */
export interface IndexOptionsSchema {
  readonly name: string | undefined;
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly hidden: boolean;
}

/** The checked options of a collection; those that were not given are undefined. */
export interface CollectionOptionsSchema {
  readonly capped: CappedCollectionOptions | undefined;
  readonly timeSeries: TimeSeriesSchema | undefined;
  readonly clustered: boolean;
  readonly collation: Readonly<CollationOptions> | undefined;
  readonly preImages: boolean;
  /** In seconds. */
  readonly expireAfter: number | undefined;
}

export interface TimeSeriesSchema {
  readonly timeField: IndexPath;
  readonly metaField: IndexPath | undefined;
  readonly granularity: 'seconds' | 'minutes' | 'hours' | undefined;
  /** In seconds. */
  readonly bucketSpan: number | undefined;
}

/** One field of a shard key. */
export interface ShardKeyPart extends IndexPath {
  readonly direction: 1 | 'hashed';
}
