import { nowOnly } from './phase.js';
import type { SignalPhase } from './phase.js';

/**
 * A function on types: from the class that a signal is about to the payload of its receivers. `interface PreSaveOf extends SignalPayloadOf
 * { payload: PreSave<this['document']> }`
 */
export interface SignalPayloadOf {
  readonly document: unknown;
  readonly payload: unknown;
  /** The type that receivers may return. Default any. */
  readonly returned?: unknown;
  /** True if one payload may be about several documents: a receiver of several classes gets those of all of them in one. Default false. */
  readonly isOfSeveral?: boolean;
}

/** The payload that `Of` gives for documents of type `T`. */
export type Payload<Of extends SignalPayloadOf, T> = (Of & { readonly document: T })['payload'];

/** The type that receivers of a signal may return. */
export type ReceiverResult<Of extends SignalPayloadOf> = Of extends { readonly returned: infer R }
  ? R
  : unknown;

/** Any value but a promise: receivers of synchronous signals are not awaited. */
export type NotAPromise =
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- a method that returns nothing returns that
  void | null | string | number | bigint | boolean | symbol | (object & { readonly then?: never });

/** Options of a signal's sending. */
export interface SignalSending {
  /** Sends synchronously: a receiver that returns a promise fails. Default false. */
  readonly isSynchronous?: boolean;
  /**
   * Makes a signal about several documents: receivers for a subclass are called too, with the documents of their class, and one that is
   * connected for several classes is called once.
   */
  readonly narrow?: Narrow;
  /** Whether receivers may ask for documents, which are loaded for them. Default false. */
  readonly offersDocuments?: boolean;
}

/** A class that a receiver is connected for; undefined for every class. */
export interface NarrowTo {
  readonly sender: SignalSender | undefined;
  readonly exact: boolean;
}

/**
 * Reduces the payload of a signal about several documents to those of a receiver.
 * @param classes that it is connected for
 * @returns the payload with the documents of these classes; undefined if there are none
 */
export type Narrow = (payload: unknown, classes: readonly NarrowTo[]) => unknown;

/**
 * The moment of a signal, which decides about errors of its receivers. `pre`: before the write, the first error is a veto. `post`: after
 * it, all receivers run and their errors are reported together.
 */
export type SignalMoment = 'pre' | 'post';

let signalCount = 0;

/** A typed name for a moment in a document's life. Compared by identity. */
export class Signal<
  Of extends SignalPayloadOf = SignalPayloadOf,
  P extends SignalPhase = SignalPhase,
  M extends SignalMoment = SignalMoment,
> {
  /** For the compiler only: the payload of this signal. */
  declare readonly payloadOf: Of;
  /** @internal A number for each signal: reading a list by index is faster than reading a map by signal. */
  readonly index = signalCount++;
  /** Whether it is sent synchronously: a receiver that returns a promise fails. */
  readonly isSynchronous: boolean;
  /** @internal Reduces the payload to the documents of a receiver's classes, for a signal about several. */
  readonly narrow: Narrow | undefined;
  /** Whether receivers may ask for documents, which are loaded for them. */
  readonly offersDocuments: boolean;

  constructor(
    readonly name: string,
    readonly moment: M,
    /** The phases in which a receiver can be called; the first one is its default. Default only `now`. */
    readonly phases: readonly P[] = nowOnly as readonly SignalPhase[] as readonly P[],
    { isSynchronous = false, narrow, offersDocuments = false }: SignalSending = {},
  ) {
    this.isSynchronous = isSynchronous;
    this.offersDocuments = offersDocuments;
    this.narrow = narrow;
    Object.freeze(this);
  }
}

/**
 * The class that a signal is about. It may be abstract, since receivers for a base class also receive signals about subclasses. The
 * constructor takes no arguments, because it is called without any when a document is loaded.
 */
export type SignalSender<T extends object = object> = abstract new () => T;

/** Whether `candidate` is `base` or extends it; every class does if `base` is undefined. */
export function isSameOrSubclass(candidate: SignalSender, base: SignalSender | undefined): boolean {
  return base === undefined || candidate === base || Object.prototype.isPrototypeOf.call(base, candidate);
}
