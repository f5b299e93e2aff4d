import type { ClientSession } from 'mongodb';
import type { TransactionScope } from './transaction-attempt.js';

/** The attempt of a transaction that the work is called in. */
export interface CurrentTransaction {
  /** The same for all attempts: a UUID, made anew for each transaction. */
  readonly id: string;
  /** From 1 on. */
  readonly attempt: number;
  /** The driver's session, for commands of the driver that belong to the transaction. In a joined part the same. */
  readonly session: ClientSession;
}

/** Of a scope what is for the work. Reads it when asked: most work asks nothing. */
export class AttemptOf implements CurrentTransaction {
  readonly #scope: TransactionScope;

  constructor(scope: TransactionScope) {
    this.#scope = scope;
  }

  get id(): string {
    return this.#scope.unit.id;
  }

  get attempt(): number {
    return this.#scope.attempt;
  }

  get session(): ClientSession {
    return this.#scope.session;
  }
}
