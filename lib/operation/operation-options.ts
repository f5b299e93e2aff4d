import type { ClientSession } from 'mongodb';
import type { Context } from '../signal/signal-context.js';

/** Options of every method that reads. */
export interface OperationOptions {
  /**
   * Handed to receivers: who, why, for which request. Frozen on the way; request-scoped listeners live as long as it does. Default what
   * `context` of `forRoot` gives, else `{}`.
   */
  readonly context?: Context;
  /** The driver's session that the operation belongs to. */
  readonly session?: ClientSession;
}

/** What a method has that was given none. */
export const noOptions: OperationOptions = Object.freeze({});

export interface InsertManyOptions extends OperationOptions {
  /** Whether the server stops at the first document that it refuses. Default true. */
  readonly ordered?: boolean;
}

export interface DeleteOptions extends OperationOptions {
  /** Deletes really, whatever receivers of `preDelete` ask for, also where the class has `@DeletedAt()`. Default false. */
  readonly permanent?: boolean;
}

export interface DeleteManyOptions extends DeleteOptions {
  /** Allows an empty filter, which deletes every document. Default false. */
  readonly allowAll?: boolean;
  /** Finds documents that were deleted and kept (`@DeletedAt()`) too, to delete them with `permanent`. Default false. */
  readonly withDeleted?: boolean;
}
