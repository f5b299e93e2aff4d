import type { ClientSession } from 'mongodb';
import type { TransactionAttempt } from './transaction-attempt.js';

/** The transaction attempt that the work is called in. */
export interface CurrentTransaction {
  /** Identifies the transaction, the same in all attempts: a UUID. */
  readonly id: string;
  /** From 1 on. */
  readonly attempt: number;
  /** The driver's session, for direct commands in the transaction. The same in a joined part. */
  readonly session: ClientSession;
}

/** The part of an attempt that the work may use. Reads values on demand: most work asks for none. */
export class TransactionHandle implements CurrentTransaction {
  readonly #attempt: TransactionAttempt;

  constructor(attempt: TransactionAttempt) {
    this.#attempt = attempt;
  }

  get id(): string {
    return this.#attempt.run.id;
  }

  get attempt(): number {
    return this.#attempt.number;
  }

  get session(): ClientSession {
    return this.#attempt.session;
  }
}
