import type { OperationTimeout } from '../signal/timeout.js';
import type { Context } from '../signal/signal-context.js';

/**
 * A payload: frozen, and shown as what it has. Its `abortSignal`, which few receivers ask for, stands on the prototype: an object with
 * an accessor of its own takes several times as long to make.
 */
class SentPayload {
  readonly #timeout: OperationTimeout;

  constructor(timeout: OperationTimeout, fields: object) {
    this.#timeout = timeout;
    Object.assign(this, fields);
    Object.freeze(this);
  }

  get abortSignal(): AbortSignal {
    return this.#timeout.abortSignal;
  }
}

/** A payload of these fields, whose receivers have this time. */
export function newPayload<F extends object>(
  timeout: OperationTimeout,
  fields: F,
): Readonly<F> & { readonly abortSignal: AbortSignal } {
  return new SentPayload(timeout, fields) as SentPayload & Readonly<F>;
}

/** A copy, so that freezing is no surprise for the caller; a frozen context stays itself, and with it who lives by it. */
export function frozenContext(context: Context = {}): Context {
  return Object.isFrozen(context) ? context : Object.freeze({ ...context });
}
