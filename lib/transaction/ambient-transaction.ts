import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClientSession } from 'mongodb';
import type { Connection } from '../driver/connection.js';
import { SessionMark } from './session-mark.js';
import { OtherConnectionError } from './transaction-errors.js';
import type { TransactionAttempt } from './transaction-attempt.js';

/** Knows which transaction an asynchronous call belongs to. One per application. */
export class AmbientTransaction {
  readonly #storage = new AsyncLocalStorage<TransactionAttempt | undefined>();

  /** Runs the work of an attempt inside it. */
  run<R>(attempt: TransactionAttempt, work: () => R): R {
    SessionMark.set(attempt.session, attempt);
    return this.#storage.run(attempt, work);
  }

  /** Runs something outside of every attempt. */
  outside<R>(work: () => R): R {
    return this.#storage.getStore() ? this.#storage.run(undefined, work) : work();
  }

  /** Knows no transaction any more, and costs nothing: Node 20 hands on each storage in use to every new promise of the process. */
  end(): void {
    this.#storage.disable();
  }

  /** The innermost attempt, of any connection. */
  get current(): TransactionAttempt | undefined {
    return this.#storage.getStore();
  }

  /** Whether the caller is inside an attempt, of any connection, that is still open. */
  get isInOpenAttempt(): boolean {
    const { current } = this;
    return current !== undefined && !current.isOver;
  }

  /** Finds the innermost attempt of a connection. It may be over. */
  find(connection: Connection): TransactionAttempt | undefined {
    let attempt = this.#storage.getStore();
    while (attempt && attempt.connection !== connection) attempt = attempt.outer;
    return attempt;
  }

  /** Finds the attempt that a session belongs to; undefined for a session that the application started. It may be over. */
  ofSession(session: ClientSession): TransactionAttempt | undefined {
    return SessionMark.attemptOf(session);
  }

  /**
   * Checks that a connection may be written on from here, outside of an attempt of its own.
   * @throws OtherConnectionError, TransactionOverError
   */
  assertCanWrite(connection: Connection): void {
    const { current } = this;
    if (!current || current.allowsOtherConnections) return;
    current.assertUsable();
    throw new OtherConnectionError(connection.name, current.connection.name);
  }
}
