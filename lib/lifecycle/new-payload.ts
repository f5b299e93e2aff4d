import { isSameOrSubclass } from '../signal/signal.js';
import type { SignalSender } from '../signal/signal.js';
import type { Context } from '../signal/signal-context.js';
import type { OperationTimeout } from '../signal/timeout.js';

/**
 * A payload: frozen, and inspected by its fields. The rarely used `abortSignal` is on the prototype: an object with its own accessor takes
 * several times as long to make.
 */
class SentPayload {
  readonly #timeout: OperationTimeout;

  constructor(timeout: OperationTimeout, fields: object) {
    this.#timeout = timeout;
    Object.assign(this, fields);
    Object.freeze(this);
  }

  /** Copies the payload with some fields replaced. */
  with(fields: object): SentPayload {
    return new SentPayload(this.#timeout, Object.assign({}, this, fields));
  }

  get abortSignal(): AbortSignal {
    return this.#timeout.abortSignal;
  }
}

/** Makes a payload of these fields for receivers with this timeout. */
export function newPayload<F extends object>(
  timeout: OperationTimeout,
  fields: F,
): Readonly<F> & { readonly abortSignal: AbortSignal } {
  return new SentPayload(timeout, fields) as SentPayload & Readonly<F>;
}

/**
 * Narrows the payload of a signal about several documents to those of a receiver's class.
 * @returns the same payload if all match; undefined if none does
 */
export function narrowToClass(
  payload: unknown,
  { sender, exact }: { readonly sender: SignalSender | undefined; readonly exact: boolean },
): unknown {
  const sent = payload as SentPayload & {
    readonly sender: SignalSender;
    readonly documents: readonly object[];
  };
  if (sender === undefined || (!exact && isSameOrSubclass(sent.sender, sender))) return payload;
  const documents = sent.documents.filter((each) =>
    exact ? each.constructor === sender : each instanceof sender,
  );
  if (documents.length === sent.documents.length) return payload;
  return documents.length > 0 ? sent.with({ sender, documents: Object.freeze(documents) }) : undefined;
}

/**
 * Freezes a copy, so that the caller's object stays mutable. An already frozen context is reused, so request-scoped listeners keep their
 * instance.
 */
export function frozenContext(context: Context = {}): Context {
  return Object.isFrozen(context) ? context : Object.freeze({ ...context });
}
