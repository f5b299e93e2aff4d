import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClientSession } from 'mongodb';
import type { Connection } from '../driver/connection.js';
import { SessionMark } from './session-mark.js';
import { OtherConnectionError } from './transaction-errors.js';
import type { TransactionScope } from './transaction-attempt.js';

/** Knows which transaction an asynchronous call belongs to. One per application. */
export class TransactionScopes {
  readonly #storage = new AsyncLocalStorage<TransactionScope | undefined>();

  /** Runs the work of an attempt inside it. */
  run<R>(scope: TransactionScope, work: () => R): R {
    SessionMark.set(scope.session, scope);
    return this.#storage.run(scope, work);
  }

  /** Runs something outside of every attempt. */
  outside<R>(work: () => R): R {
    return this.#storage.getStore() ? this.#storage.run(undefined, work) : work();
  }

  /** The innermost attempt, of any connection. */
  get current(): TransactionScope | undefined {
    return this.#storage.getStore();
  }

  /** Whether the caller is inside an attempt, of any connection, that is still open. */
  get isInOpenScope(): boolean {
    const { current } = this;
    return current !== undefined && !current.isOver;
  }

  /** Finds the innermost attempt of a connection. It may be over. */
  find(connection: Connection): TransactionScope | undefined {
    let scope = this.#storage.getStore();
    while (scope && scope.connection !== connection) scope = scope.outer;
    return scope;
  }

  /** Finds the attempt that a session belongs to; undefined for a session that the application started. It may be over. */
  ofSession(session: ClientSession): TransactionScope | undefined {
    return SessionMark.scopeOf(session);
  }

  /**
   * Checks that a connection may be written on from here, outside of an attempt of its own.
   * @throws OtherConnectionError, TransactionScopeClosedError
   */
  assertCanWrite(connection: Connection): void {
    const { current } = this;
    if (!current || current.allowsOtherConnections) return;
    current.assertUsable();
    throw new OtherConnectionError(connection.name, current.connection.name);
  }
}
