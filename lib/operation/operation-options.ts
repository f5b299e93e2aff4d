import type { ClientSession } from 'mongodb';
import type { FilterOptions } from '../query/compile-filter.js';
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

/** Default options. */
export const noOptions: OperationOptions = Object.freeze({});

export interface InsertManyOptions extends OperationOptions {
  /** Whether the server stops at the first document that it refuses. Default true. */
  readonly ordered?: boolean;
}

export interface DeleteOptions extends OperationOptions {
  /** Removes the document, even if a receiver of `preDelete` or `@DeletedAt()` would keep it. Default false. */
  readonly permanent?: boolean;
}

/** Options of methods that find documents by a filter. */
export interface FindOptions extends OperationOptions, FilterOptions {}

export interface DeleteManyOptions extends DeleteOptions, FilterOptions {
  /** Allows an empty filter, which deletes all documents. Default false. */
  readonly allowAll?: boolean;
  /** Includes soft-deleted documents (`@DeletedAt()`), to remove them with `permanent`. Default false. */
  readonly withDeleted?: boolean;
}

/** Options of methods that update the documents that match a filter. */
export interface UpdateOptions extends OperationOptions, FilterOptions {
  /**
   * Whether paths whose value is undefined are left out of the filter and of the update, instead of an error. Default false.
   */
  readonly ignoreUndefined?: boolean;
  /** Allows an empty filter, which means every document. Default false. */
  readonly allowAll?: boolean;
  /** Includes soft-deleted documents (`@DeletedAt()`). Default false. */
  readonly withDeleted?: boolean;
}
