import type { Context } from '../signal/signal-context.js';

/** The sender of `postCommit` and `postRollback`, which concern no document: a class in name only. */
export abstract class Transaction {
  /** For the compiler only: the class has no instances. */
  declare protected readonly isTransaction: never;
}

/** The fields of payloads about a whole transaction. */
export interface TransactionPayload<Name extends string> {
  /** The signal's name. */
  readonly signal: Name;
  readonly sender: typeof Transaction;
  /** The name of the connection. */
  readonly connection: string;
  /** The `{ context }` of the transaction's caller, or the result of `context` in `forRoot`, frozen; `{}` by default. */
  readonly context: Context;
  /** Identifies the transaction, as in the payloads of its documents' signals. */
  readonly transactionId: string;
  /** The number of attempts, including the last one. */
  readonly attempt: number;
  /** Aborted, with a `ReceiverTimeoutError` as reason, at the receiver's timeout. */
  readonly abortSignal: AbortSignal;
}

export type PostCommit = TransactionPayload<'postCommit'>;

export interface PostRollback extends TransactionPayload<'postRollback'> {
  /** The reason for the rollback. */
  readonly error: unknown;
}
