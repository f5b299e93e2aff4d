import type { ReportedFailure } from '../signal/reported-failure.js';

/**
 * Told of each error of a listener that reaches no caller, besides the log: of listeners with `{ onError: 'log' }`, after a commit or a
 * rollback, and of those that fail when their time is over. Provide it in any module that is loaded at start, as a singleton:
 *
 * ```ts
 * { provide: ListenerErrorHook, useClass: TellOperations }
 * ```
 *
 * For what leaves the application, as an error tracker. What writes documents is better a listener of `signalError`, which runs outside
 * of the transaction that the error comes from.
 */
export abstract class ListenerErrorHook {
  /**
   * Called where the listener was called, with its AsyncLocalStorage. Nobody waits for it but the end of the application, for at most
   * 5 seconds. What it throws, or rejects with, is logged, and so are errors of listeners that it causes.
   */
  abstract report(failure: ReportedFailure): unknown;
}
