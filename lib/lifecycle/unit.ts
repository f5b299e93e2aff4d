import type { Context } from '../signal/signal-context.js';

/** The sender of `postCommit` and `postRollback`, which are about no document: a class in name only. */
export abstract class Transaction {
  /** Only for the compiler: no object is one. */
  declare protected readonly isUnit: never;
}

/** What the payloads of a transaction as a whole have. */
export interface UnitPayload<Name extends string> {
  /** The signal's name. */
  readonly signal: Name;
  readonly sender: typeof Transaction;
  /** The name of the connection. */
  readonly connection: string;
  /** What the caller of the transaction passed as `{ context }`, or `context` of `forRoot` gave, frozen; `{}` if nothing. */
  readonly context: Context;
  /** The same as in the payloads of the transaction's signals. */
  readonly transactionId: string;
  /** How many attempts there were, the last one included. */
  readonly attempt: number;
  /** Aborted, with a `ReceiverTimeoutError` as reason, when the receiver's time is over. */
  readonly abortSignal: AbortSignal;
}

export type PostCommit = UnitPayload<'postCommit'>;

export interface PostRollback extends UnitPayload<'postRollback'> {
  /** Why it was rolled back. */
  readonly error: unknown;
}
