import { isSameOrSubclass } from '../signal/signal.js';
import type { NarrowTo, SignalSender } from '../signal/signal.js';
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
 * Narrows the payload of a signal about several documents to those of a receiver's classes.
 * @returns the same payload if all match; undefined if none does
 */
export function narrowToClass(payload: unknown, classes: readonly NarrowTo[]): unknown {
  const sent = payload as SentPayload & {
    readonly sender: SignalSender;
    readonly documents: readonly object[];
  };
  if (classes.some((each) => !each.exact && includes(each, sent.sender))) return payload;
  const classOf = (document: object): NarrowTo | undefined =>
    classes.find(({ sender, exact }) =>
      exact ? document.constructor === sender : sender && document instanceof sender,
    );
  const documents = sent.documents.filter(classOf);
  const [first] = documents;
  if (!first || documents.length === sent.documents.length) return first && payload;
  return sent.with({ sender: classOf(first)?.sender, documents: Object.freeze(documents) });
}

/**
 * Narrows the payload of `postWrite` to the writes that concern a receiver's classes. A write by a filter also concerns subclasses of the
 * class that it was called for.
 * @returns the same payload if all do; undefined if none does
 */
export function narrowWrites(payload: unknown, classes: readonly NarrowTo[]): unknown {
  const sent = payload as SentPayload & {
    readonly writes: readonly { readonly sender: SignalSender; readonly filter?: object }[];
  };
  const writes = sent.writes.filter(({ sender, filter }) =>
    classes.some(
      (each) => includes(each, sender) || (filter && each.sender && isSameOrSubclass(each.sender, sender)),
    ),
  );
  const [first] = writes;
  if (!first || writes.length === sent.writes.length) return first && payload;
  return sent.with({ sender: first.sender, writes: Object.freeze(writes) });
}

/**
 * Leaves the payload of an update by a filter to receivers of the class that it is about, and of its subclasses, whose documents may match.
 * @returns the same payload; undefined for other receivers
 */
export function narrowUpdates(payload: unknown, classes: readonly NarrowTo[]): unknown {
  const { sender, documents } = payload as { readonly sender: SignalSender; readonly documents?: object };
  if (classes.some((each) => includes(each, sender))) return payload;
  if (documents) return narrowToClass(payload, classes);
  const concerns = (each: NarrowTo): boolean =>
    each.sender !== undefined && isSameOrSubclass(each.sender, sender);
  return classes.some(concerns) ? payload : undefined;
}

function includes({ sender, exact }: NarrowTo, documentClass: SignalSender): boolean {
  return exact ? sender === documentClass : isSameOrSubclass(documentClass, sender);
}

/**
 * Freezes a copy, so that the caller's object stays mutable. An already frozen context is reused, so request-scoped listeners keep their
 * instance.
 */
export function frozenContext(context: Context = {}): Context {
  return Object.isFrozen(context) ? context : Object.freeze({ ...context });
}
