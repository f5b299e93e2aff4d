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
