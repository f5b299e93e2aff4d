import type { SignalPhase } from '../phase.js';
import { isSameOrSubclass } from '../signal.js';
import type { SignalSender, Signal, SignalMoment } from '../signal.js';

/** A function connected to a signal. If it returns a promise, that is awaited before the next receiver is called. */
export type ReceiverFunction<P, R = unknown> = (payload: P) => R;

/** A condition on the payloads for which a receiver is called. */
export interface ReceiverCondition<P> {
  /** Called right before the receiver would be. Its errors count as errors of the receiver. Default: every payload. */
  readonly when?: (payload: P) => boolean;
}

/** Options of a connection. `M` is the moment of its signal. */
export interface ReceiverOptions<M extends SignalMoment = SignalMoment> {
  /**
   * The phase in which it is called. Only signals that report a write have phases other than `now`. Default the signal's first phase:
   * `now`, except for `postCommit` and `postRollback`, which have a single phase of their own.
   */
  readonly phase?: SignalPhase;
  /** Receivers are called in ascending order, equal ones in the order of connecting. Default 0. */
  readonly order?: number;
  /** Receive signals of exactly this class, not of its subclasses. Default false. */
  readonly exact?: boolean;
  /** Disconnect before the first call. Default false. */
  readonly once?: boolean;
  /**
   * Errors of a `post…` receiver reach the caller with 'throw', and are only reported with 'log'. Those in later phases are always only
   * reported, and those of `pre…` receivers are vetoes. Default 'throw'.
   */
  readonly onError?: M extends 'pre' ? never : 'throw' | 'log';
  /**
   * Ask for the documents of an update by a filter, which costs a command that loads them before it and, for `postUpdate`, one that loads
   * them again after it. Only for `preUpdate` and `postUpdate`, in the phase `now`. Default false.
   */
  readonly documents?: boolean;
  /** The name in errors and lists. Default the function's name. */
  readonly name?: string;
}

/** A receiver as `receiversOf` describes it. */
export interface ReceiverDescription {
  readonly name: string;
  readonly phase: SignalPhase;
  readonly order: number;
  /** The class that it was connected for; undefined for every class, and for a plain listener of the emitter. */
  readonly sender: SignalSender | undefined;
  readonly exact: boolean;
  readonly once: boolean;
}

/** Undoes the connect or mute that returned it. A second call has no effect; works with `using`. */
export interface DisconnectReceiver extends Disposable {
  (): void;
}

/** One connection. Not exported by the package. */
export class Receiver {
  readonly name: string;
  readonly phase: SignalPhase;
  readonly order: number;
  readonly exact: boolean;
  readonly once: boolean;
  readonly onError: 'throw' | 'log';
  readonly documents: boolean;
  readonly when: ((payload: never) => boolean) | undefined;
  /** The listener on the emitter: a function of its own for each connection, so that one receiver can be connected twice. */
  readonly listener: ReceiverFunction<unknown>;

  constructor(
    readonly signal: Signal,
    readonly sender: SignalSender | undefined,
    readonly call: ReceiverFunction<never>,
    options: ReceiverOptions & ReceiverCondition<never> = {},
    /** The receivers connected together with it, including itself: if they are for a single call, all are disconnected at once. */
    readonly together: readonly Receiver[] = [],
    /** Whether it is a plain listener of the emitter, which does not know signals. */
    readonly isPlain = false,
  ) {
    this.name = options.name ?? (call.name || 'an anonymous receiver');
    this.phase = options.phase ?? signal.phases[0] ?? 'now';
    this.order = options.order ?? 0;
    this.exact = options.exact ?? false;
    this.once = options.once ?? false;
    this.onError = options.onError ?? 'throw';
    this.documents = options.documents ?? false;
    this.when = options.when;
    this.listener = (payload) => call(payload as never);
  }

  /** Whether this receiver is called for signals about `sender`. */
  accepts(sender: SignalSender): boolean {
    if (this.signal.narrow && this.sender && isSameOrSubclass(this.sender, sender)) return true;
    return this.exact ? this.sender === sender : isSameOrSubclass(sender, this.sender);
  }

  /** Whether this receiver has the same function as another one, and receives every signal that the other one receives. */
  covers(other: Receiver): boolean {
    if (this.call !== other.call || this.phase !== other.phase) return false;
    if (this.when && this.when !== other.when) return false;
    if (!this.signal.narrow) return true;
    const isWider = other.sender ? isSameOrSubclass(other.sender, this.sender) : this.sender === undefined;
    return isWider && !this.exact;
  }

  describe(): ReceiverDescription {
    const { name, phase, order, sender, exact, once } = this;
    return Object.freeze({ name, phase, order, sender, exact, once });
  }
}
