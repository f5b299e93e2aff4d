import type { ClientSession } from 'mongodb';
import { Adopt } from '../state/memory/adopt.js';
import type { TransactionAttempt } from './transaction-attempt.js';

/** A private field on sessions of this package's transactions that holds their attempt. */
export class SessionMark extends Adopt {
  readonly #attempt: TransactionAttempt;

  private constructor(session: ClientSession, attempt: TransactionAttempt) {
    super(session);
    this.#attempt = attempt;
  }

  /** Marks a session, once, when its attempt begins. */
  static set(session: ClientSession, attempt: TransactionAttempt): void {
    new SessionMark(session, attempt);
  }

  /** Finds the attempt of a session; undefined for other objects and for sessions that the application started. */
  static attemptOf(session: object): TransactionAttempt | undefined {
    return #attempt in session ? session.#attempt : undefined;
  }
}
