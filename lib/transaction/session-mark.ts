import type { ClientSession } from 'mongodb';
import { Adopt } from '../state/memory/adopt.js';
import type { TransactionScope } from './transaction-attempt.js';

/** A private field that sessions of this package's transactions are given: their scope. */
export class SessionMark extends Adopt {
  readonly #scope: TransactionScope;

  private constructor(session: ClientSession, scope: TransactionScope) {
    super(session);
    this.#scope = scope;
  }

  /** Once for each session, when its scope begins. */
  static set(session: ClientSession, scope: TransactionScope): void {
    new SessionMark(session, scope);
  }

  /** Of anything that is said to be a session: undefined for what is none, and for one that somebody else has started. */
  static scopeOf(session: object): TransactionScope | undefined {
    return #scope in session ? session.#scope : undefined;
  }
}
