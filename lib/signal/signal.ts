import { nowOnly } from './phase.js';
import type { SignalPhase } from './phase.js';

/**
 * A function on types: from the class that a signal is about to the payload of its receivers.
 * `interface PreSaveOf extends SignalPayloadOf { payload: PreSave<this['document']> }`
 */
export interface SignalPayloadOf {
  readonly document: unknown;
  readonly payload: unknown;
  /** The type that receivers may return. Default any. */
  readonly returned?: unknown;
}

/** The payload that `Of` gives for documents of type `T`. */
export type Payload<Of extends SignalPayloadOf, T> = (Of & { readonly document: T })['payload'];

/** The type that receivers of a signal may return. */
export type ReceiverResult<Of extends SignalPayloadOf> = Of extends { readonly returned: infer R }
  ? R
  : unknown;

/** Any value but a promise: receivers of signals that are sent synchronously are not awaited. */
export type NotAPromise =
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a method that returns nothing returns that
  void | null | string | number | bigint | boolean | symbol | (object & { readonly then?: never });

/** How a signal is sent. */
export interface SignalSending {
  /** Sends where nothing can be awaited: a receiver that returns a promise fails. Default false. */
  readonly isSynchronous?: boolean;
  /**
   * Makes a signal one about several documents: receivers of a subclass are called too, with those that are of their class.
   * @returns the payload with those documents only that the receiver is connected for; undefined if there are none
   */
  readonly narrow?: Narrow;
}

/** Takes what is meant for a receiver from the payload of a signal about several documents. */
export type Narrow = (
  payload: unknown,
  receiver: { readonly sender: SignalSender | undefined; readonly exact: boolean },
) => unknown;

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
  /** Whether it is sent where nothing can be awaited: a receiver that returns a promise fails. */
  readonly isSynchronous: boolean;
  /** @internal Takes what is meant for a receiver from the payload, where the signal is about several documents. */
  readonly narrow: Narrow | undefined;

  constructor(
    readonly name: string,
    readonly moment: M,
    /** The phases that a receiver can be called in; the first one where it says nothing. Only `now` by default. */
    readonly phases: readonly P[] = nowOnly as readonly SignalPhase[] as readonly P[],
    { isSynchronous = false, narrow }: SignalSending = {},
  ) {
    this.isSynchronous = isSynchronous;
    this.narrow = narrow;
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
