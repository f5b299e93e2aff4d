import type { Budget } from '../signal/budget.js';
import type { Context } from './payloads.js';

/**
 * A payload: frozen, and shown as what it has. Its `abortSignal`, which few receivers ask for, stands on the prototype: an object with
 * an accessor of its own takes several times as long to make.
 */
class SentPayload {
  readonly #budget: Budget;

  constructor(budget: Budget, fields: object) {
    this.#budget = budget;
    Object.assign(this, fields);
    Object.freeze(this);
  }

  get abortSignal(): AbortSignal {
    return this.#budget.abortSignal;
  }
}

/** A payload of these fields, whose receivers have this time. */
export function newPayload<F extends object>(
  budget: Budget,
  fields: F,
): Readonly<F> & { readonly abortSignal: AbortSignal } {
  return new SentPayload(budget, fields) as SentPayload & Readonly<F>;
}

/** A copy, so that freezing is no surprise for the caller; a frozen context stays itself, and with it who lives by it. */
export function frozenContext(context: Context = {}): Context {
  return Object.isFrozen(context) ? context : Object.freeze({ ...context });
}
