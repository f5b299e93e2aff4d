import type { Context } from '../signal/signal-context.js';
import type { ReadConcernLevel, ReadPreferenceLike } from 'mongodb';

/**
 * How a transaction relates to the surrounding one. `required`: join it, or begin one. `requiresNew`: begin one that commits and rolls back
 * for itself. `mandatory`: join it, or fail without one. `never`: fail inside one.
 */
export type TransactionPropagation = 'required' | 'requiresNew' | 'mandatory' | 'never';

/** The options of a transaction. Joined calls honour only `propagation` and `documents`. */
export interface TransactionOptions {
  /** Default `required`. */
  readonly propagation?: TransactionPropagation;
  /**
   * Milliseconds from the first attempt on, after which no attempt, or attempt to commit, begins. The answer to a commit is awaited no
   * longer than that, but for at least 10 seconds. Default 30 000.
   */
  readonly timeout?: number;
  /** Passed to `@OnCommit()` and `@OnRollback()` as `context`. Default the result of `context` in `forRoot`, else `{}`. */
  readonly context?: Context;
  /**
   * Documents from outside that the work changes: each attempt finds them with their current values, and so does the caller after a
   * rollback. Documents that the work itself loads need not be listed. Default none.
   */
  readonly documents?: readonly object[];
  /** Whether the work may write on other connections, where it cannot be rolled back. Default false. */
  readonly allowOtherConnections?: boolean;
  /** Default the server's. */
  readonly readConcern?: ReadConcernLevel;
  /** Default primary. */
  readonly readPreference?: ReadPreferenceLike;
}
