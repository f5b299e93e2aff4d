import type { Context } from '../signal/signal-context.js';
import type { ReadConcernLevel, ReadPreferenceLike } from 'mongodb';

/**
 * What a transaction does about the one that it is called in: `required` joins it, or begins one; `requiresNew` begins one of its own,
 * which commits or rolls back for itself; `mandatory` joins it and is refused without one; `never` is refused in one.
 */
export type TransactionPropagation = 'required' | 'requiresNew' | 'mandatory' | 'never';

/** How a transaction runs. What joins another one has only its propagation and its documents of these. */
export interface TransactionOptions {
  /** Default `required`. */
  readonly propagation?: TransactionPropagation;
  /**
   * Milliseconds from the first attempt on: no attempt, and no attempt to commit, begins later, and no answer to a commit is waited for
   * longer, but for 10 seconds at least. Default 30 000.
   */
  readonly timeout?: number;
  /** Handed to `@OnCommit()` and `@OnRollback()` as `context`. Default what `context` of `forRoot` gives, else `{}`. */
  readonly context?: Context;
  /**
   * Documents made or loaded before, which the work changes: each attempt finds them with the values that they have now, and so does
   * the caller after a rollback. What the work itself loads need not be given. Default none.
   */
  readonly documents?: readonly object[];
  /** Whether the work may write on other connections, where it cannot be rolled back. Default false. */
  readonly allowOtherConnections?: boolean;
  /** Default the server's. */
  readonly readConcern?: ReadConcernLevel;
  /** Default primary. */
  readonly readPreference?: ReadPreferenceLike;
}
