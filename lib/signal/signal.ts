import { nowOnly } from './phase.js';
import type { SignalPhase } from './phase.js';

/**
 * A function on types: from the class that a signal is about to the payload of its receivers.
 * `interface PreSaveOf extends SignalPayloadOf { payload: PreSave<this['document']> }`
 */
export interface SignalPayloadOf {
  readonly document: unknown;
  readonly payload: unknown;
}

/** The payload that `Of` gives for documents of type `T`. */
export type Payload<Of extends SignalPayloadOf, T> = (Of & { readonly document: T })['payload'];

/**
 * When a signal is sent, which decides what an error of a receiver does.
 * `pre`: before the fact, the first error is a veto. `post`: after it, all receivers run and the errors are reported together.
 */
export type SignalMoment = 'pre' | 'post';

let signalCount = 0;

/** A typed name for a moment in a document's life. Compared by identity. */
export class Signal<
  Of extends SignalPayloadOf = SignalPayloadOf,
  P extends SignalPhase = SignalPhase,
  M extends SignalMoment = SignalMoment,
> {
  /** Only for the compiler: which payload this signal has. */
  declare readonly payloadOf: Of;
  /** @internal Another one for each signal: a list by index is read faster than a map by signal. */
  readonly index = signalCount++;

  constructor(
    readonly name: string,
    readonly moment: M,
    /** The phases that a receiver can be called in; the first one where it says nothing. Only `now` by default. */
    readonly phases: readonly P[] = nowOnly as readonly SignalPhase[] as readonly P[],
  ) {
    Object.freeze(this);
  }
}

/**
 * The class that a signal is about: abstract ones too, since receivers of a base class hear its subclasses.
 * The constructor takes no arguments, because it runs with none when a document is loaded.
 */
export type SignalSender<T extends object = object> = abstract new () => T;

/** Whether `candidate` is `base` or extends it; every class does if `base` is undefined. */
export function isSameOrSubclass(candidate: SignalSender, base: SignalSender | undefined): boolean {
  return base === undefined || candidate === base || Object.prototype.isPrototypeOf.call(base, candidate);
}
