import type { SignalPhase } from '../phase.js';
import { isSameOrSubclass } from '../signal.js';
import type { SignalSender, Signal, SignalMoment } from '../signal.js';

/** A function connected to a signal. A promise that it returns is awaited before the next receiver is called. */
export type ReceiverFunction<P, R = unknown> = (payload: P) => R;

/** For which payloads a receiver is called. */
export interface ReceiverCondition<P> {
  /** Asked when its turn has come. What it throws counts as an error of the receiver. Default for all. */
  readonly when?: (payload: P) => boolean;
}

/** How a receiver is connected. `M` is the moment of its signal. */
export interface ReceiverOptions<M extends SignalMoment = SignalMoment> {
  /**
   * When it is called. Only signals that report a write have other phases than `now`.
   * Default the signal's first phase: `now`, but for `postCommit` and `postRollback`, which have one phase each.
   */
  readonly phase?: SignalPhase;
  /** Receivers are called in ascending order, equal ones in the order of connecting. Default 0. */
  readonly order?: number;
  /** Hear only this very class, not its subclasses. Default false. */
  readonly exact?: boolean;
  /** Disconnect before the first call. Default false. */
  readonly once?: boolean;
  /**
   * What an error of a `post…` receiver does: reach the caller, or only be reported, as those in later phases always are. Not for `pre…`
   * signals, whose errors are vetoes. Default 'throw'.
   */
  readonly onError?: M extends 'pre' ? never : 'throw' | 'log';
  /** The name in errors and lists. Default the function's name. */
  readonly name?: string;
}

/** A receiver as `receiversOf` shows it. */
export interface ReceiverDescription {
  readonly name: string;
  readonly phase: SignalPhase;
  readonly order: number;
  /** The class that it was connected for; undefined if for every one, or if it is a plain listener of the emitter. */
  readonly sender: SignalSender | undefined;
  readonly exact: boolean;
  readonly once: boolean;
}

/** Undoes what returned it: a connect or a mute. Calling it twice is calling it once; works with `using`. */
export interface DisconnectReceiver extends Disposable {
  (): void;
}

/** One connect. Not exported by the package. */
export class Receiver {
  readonly name: string;
  readonly phase: SignalPhase;
  readonly order: number;
  readonly exact: boolean;
  readonly once: boolean;
  readonly onError: 'throw' | 'log';
  readonly when: ((payload: never) => boolean) | undefined;
  /** What stands on the emitter for this connection: a function of its own, so that one receiver can be connected twice. */
  readonly listener: ReceiverFunction<unknown>;

  constructor(
    readonly signal: Signal,
    readonly sender: SignalSender | undefined,
    readonly call: ReceiverFunction<never>,
    options: ReceiverOptions & ReceiverCondition<never> = {},
    /** Those that were connected with it, itself included: a receiver of one call is disconnected with all of them. */
    readonly together: readonly Receiver[] = [],
    /** Whether it is a plain listener of the emitter, which knows nothing of signals. */
    readonly isPlain = false,
  ) {
    this.name = options.name ?? (call.name || 'an anonymous receiver');
    this.phase = options.phase ?? signal.phases[0] ?? 'now';
    this.order = options.order ?? 0;
    this.exact = options.exact ?? false;
    this.once = options.once ?? false;
    this.onError = options.onError ?? 'throw';
    this.when = options.when;
    this.listener = (payload) => call(payload as never);
  }

  /** Whether this receiver is called for what is sent about `sender`. */
  accepts(sender: SignalSender): boolean {
    if (this.signal.narrow && this.sender && isSameOrSubclass(this.sender, sender)) return true;
    return this.exact ? this.sender === sender : isSameOrSubclass(sender, this.sender);
  }

  /** Whether this receiver is the same function as another one, and is told of all that the other is told of. */
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
