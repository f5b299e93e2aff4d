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
  /** Whether every document has a value there: it and all that it is inside of is required, and it is in no array. */
  readonly isRequired: boolean;
}

/** The checked options of an index; those that were not given are undefined. */
export interface IndexOptionsSchema {
  readonly name: string | undefined;
  readonly unique: boolean;
  readonly sparse: boolean;
  readonly hidden: boolean;
  /** Whether a unique index of a class with soft delete counts deleted documents too. */
  readonly withDeleted: boolean;
  /** A filter by fields of the class that declares the index, as given. */
  readonly where: unknown;
  /** In seconds. */
  readonly expireAfter: number | undefined;
  readonly collation: Readonly<CollationOptions> | undefined;
  /** Only for a text index, as the two below. */
  readonly weights: readonly (IndexPath & { readonly weight: number })[] | undefined;
  readonly language: string | undefined;
  /** The key of the field, which may be in embedded documents too. */
  readonly languageField: string | undefined;
  /** The paths that a wildcard index contains. */
  readonly select: readonly IndexPath[] | undefined;
  /** The paths that a wildcard index leaves out. */
  readonly omit: readonly IndexPath[] | undefined;
  /** Only for an index of the kind 2d, as `min` and `max`. */
  readonly bits: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
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
