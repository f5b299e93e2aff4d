import { isSameOrSubclass } from '../signal/signal.js';
import type { SignalSender } from '../signal/signal.js';
import type { Context } from '../signal/signal-context.js';
import type { OperationTimeout } from '../signal/timeout.js';

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

  /** The same with other fields in place of some. */
  with(fields: object): SentPayload {
    return new SentPayload(this.#timeout, Object.assign({}, this, fields));
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

/**
 * Takes from the payload of a signal about several documents those of the class that a receiver is connected for.
 * @returns the payload itself if it is all of them; undefined if it is none
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

/** A copy, so that freezing is no surprise for the caller; a frozen context stays itself, and with it who lives by it. */
export function frozenContext(context: Context = {}): Context {
  return Object.isFrozen(context) ? context : Object.freeze({ ...context });
}
