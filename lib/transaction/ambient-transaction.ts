import { AsyncLocalStorage } from 'node:async_hooks';
import type { ClientSession } from 'mongodb';
import type { Connection } from '../driver/connection.js';
import { SessionMark } from './session-mark.js';
import { OtherConnectionError } from './transaction-errors.js';
import type { TransactionScope } from './transaction-attempt.js';

/** Knows, for the asynchronous call that asks, which transaction it is in. One for each application. */
export class TransactionScopes {
  readonly #storage = new AsyncLocalStorage<TransactionScope | undefined>();

  /** Calls the work of an attempt in its scope. */
  run<R>(scope: TransactionScope, work: () => R): R {
    SessionMark.set(scope.session, scope);
    return this.#storage.run(scope, work);
  }

  /** Calls something in no scope at all. */
  outside<R>(work: () => R): R {
    return this.#storage.getStore() ? this.#storage.run(undefined, work) : work();
  }

  /** The innermost scope, of any connection. */
  get current(): TransactionScope | undefined {
    return this.#storage.getStore();
  }

  /** Whether what asks is called in an attempt, of any connection, that is still under way. */
  get isInOpenScope(): boolean {
    const { current } = this;
    return current !== undefined && !current.isOver;
  }

  /** The innermost scope of a connection. It may be over. */
  find(connection: Connection): TransactionScope | undefined {
    let scope = this.#storage.getStore();
    while (scope && scope.connection !== connection) scope = scope.outer;
    return scope;
  }

  /** The scope that a session belongs to; undefined for a session that somebody else has started. It may be over. */
  ofSession(session: ClientSession): TransactionScope | undefined {
    return SessionMark.scopeOf(session);
  }

  /**
   * Whether a connection may be written on from here, outside of a scope of its own.
   * @throws OtherConnectionError, TransactionScopeClosedError
   */
  assertCanWrite(connection: Connection): void {
    const { current } = this;
    if (!current || current.allowsOtherConnections) return;
    current.assertUsable();
    throw new OtherConnectionError(connection.name, current.connection.name);
  }
}
