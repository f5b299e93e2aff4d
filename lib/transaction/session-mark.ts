import type { ClientSession } from 'mongodb';
import { Adopt } from '../state/memory/adopt.js';
import type { TransactionScope } from './transaction-attempt.js';

/** A private field on sessions of this package's transactions that holds their attempt. */
export class SessionMark extends Adopt {
  readonly #scope: TransactionScope;

  private constructor(session: ClientSession, scope: TransactionScope) {
    super(session);
    this.#scope = scope;
  }

  /** Marks a session, once, when its attempt begins. */
  static set(session: ClientSession, scope: TransactionScope): void {
    new SessionMark(session, scope);
  }

  /** Finds the attempt of a session; undefined for other objects and for sessions that the application started. */
  static scopeOf(session: object): TransactionScope | undefined {
    return #scope in session ? session.#scope : undefined;
  }
}
