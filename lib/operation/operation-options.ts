import type { ClientSession } from 'mongodb';
import type { FilterOptions } from '../query/compile-filter.js';
import type { DocumentSort } from '../query/compile-sort.js';
import type { Context } from '../signal/signal-context.js';

/** Options of every method that reads. */
export interface OperationOptions {
  /**
   * Passed to receivers, for example with the user and the request. Frozen; request-scoped listeners live as long as it does. Default the
   * result of `context` in `forRoot`, else `{}`.
   */
  readonly context?: Context;
  /** The driver's session that the operation belongs to. */
  readonly session?: ClientSession;
}

/** Options of a method that loads documents, and may fill properties of them. */
export interface LoadOptions extends OperationOptions {
  /** The paths to be filled, still unchecked. Default none. */
  readonly populate?: unknown;
}

/** Default options. */
export const noOptions: WriteOptions = Object.freeze({});

/** The behaviours that a write goes without, such as an import that brings its own times. */
export interface WriteBehaviours {
  /**
   * Whether `@CreatedAt()` and `@UpdatedAt()` fill their fields; with false the values that the document has are stored as they are. Default
   * true.
   */
  readonly times?: boolean;
  /**
   * Whether `@CreatedBy()` and `@UpdatedBy()` fill their fields; with false the values that the document has are stored as they are. Default
   * true.
   */
  readonly users?: boolean;
}

export interface AssignOptions {
  /** The behaviours that the save will go without, whose fields may be given: `{ times: false }`. Default all act. */
  readonly behaviours?: WriteBehaviours | undefined;
}

/** Options of every method that writes. */
export interface WriteOptions extends OperationOptions {
  /** Switches behaviours off for this write: `{ times: false }`. Default all act. */
  readonly behaviours?: WriteBehaviours | undefined;
}

export interface InsertManyOptions extends WriteOptions {
  /** Whether the server stops at the first document that it refuses. Default true. */
  readonly ordered?: boolean;
}

export interface SaveManyOptions extends WriteOptions {
  /**
   * Whether the server stops at the first document that it refuses, such as for a duplicate key. A stale document stops nothing. Default
   * true.
   */
  readonly ordered?: boolean;
}

export interface ModifyOptions extends WriteOptions {
  /** Whether paths whose value is undefined are left out of the update, instead of an error. Default false. */
  readonly ignoreUndefined?: boolean;
}

export interface DeleteOptions extends WriteOptions {
  /** Removes the document, even if a receiver of `preDelete` or `@DeletedAt()` would keep it. Default false. */
  readonly permanent?: boolean;
  /**
   * Whether a delete on which delete rules of references act runs in a transaction, where the server has them; without one, an error leaves a
   * part of it done. Default true.
   */
  readonly transactional?: boolean;
}

/** Options of methods that find documents by a filter. */
export interface FindOptions extends OperationOptions, FilterOptions {}

export interface DeleteByIdOptions extends DeleteOptions {
  /** Includes soft-deleted documents (`@DeletedAt()`), to remove them with `permanent`. Default false. */
  readonly withDeleted?: boolean;
}

/** Options of `deleteMany` and `deleteOne`. */
export interface DeleteManyOptions extends DeleteByIdOptions, FilterOptions {
  /** Allows an empty filter, which matches every document. Default false. */
  readonly allowAll?: boolean;
}

export interface RestoreManyOptions extends WriteOptions, FilterOptions {
  /** Allows an empty filter, which means every deleted document. Default false. */
  readonly allowAll?: boolean;
}

/** Options of methods that update the documents that match a filter. */
export interface UpdateOptions extends WriteOptions, FilterOptions {
  /**
   * Whether paths whose value is undefined are left out of the filter and of the update, instead of an error. Default false.
   */
  readonly ignoreUndefined?: boolean;
  /** Allows an empty filter, which means every document. Default false. */
  readonly allowAll?: boolean;
  /** Includes soft-deleted documents (`@DeletedAt()`). Default false. */
  readonly withDeleted?: boolean;
}

/** Options of `bulkWrite`; those of filters and updates hold for all its parts. */
export interface BulkWriteOptions extends UpdateOptions {
  /** Whether it stops at the first part that is refused. Default true. */
  readonly ordered?: boolean;
  /** Whether it runs in a transaction, where the server has them, if delete rules of references act on its deletes. Default true. */
  readonly transactional?: boolean;
}

/** Options of methods that change one document and return it. */
export interface FindOneAndDeleteOptions<T, K extends string = never> extends DeleteManyOptions {
  /** Which of several documents that match it is: the first one in this order. Default any. */
  readonly sort?: DocumentSort<T>;
  /** The paths that the returned document has, as `select` of a query set: its other fields are undefined. Default all. */
  readonly select?: readonly K[];
}

/** Options of `findOneAndReplace`. */
export interface FindOneAndReplaceOptions<T, K extends string = never> extends UpdateOptions {
  /**
   * Whether the document is returned as it is after the write, or as it was before it. As it was before it is read-only. Default `after`.
   */
  readonly returns?: 'after' | 'before';
  /** Which of several documents that match it is: the first one in this order. Default any. */
  readonly sort?: DocumentSort<T>;
  /** The paths that the returned document has, as `select` of a query set: its other fields are undefined. Default all. */
  readonly select?: readonly K[];
}

/** Options of `findOneAndUpdate`. */
export interface FindOneAndUpdateOptions<T, K extends string = never> extends FindOneAndReplaceOptions<T, K> {
  /** Whether a document is inserted if none matches, as by `upsertOne`. Default false. */
  readonly upsert?: boolean;
}
