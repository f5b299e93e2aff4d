import type { SignalPhase } from './phase.js';
import { isSameOrSubclass } from './signal.js';
import type { SignalSender, Signal } from './signal.js';

/** A function connected to a signal. A promise that it returns is awaited before the next receiver is called. */
export type ReceiverFunction<P> = (payload: P) => unknown;

/** How a receiver is connected. */
export interface ReceiverOptions {
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
   * What an error of a `post…` receiver does: reach the caller, or only be reported. `pre…` errors always veto, and those after a
   * commit or a rollback are always reported only. Default 'throw'.
   */
  readonly onError?: 'throw' | 'log';
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

/** Undoes the connect that returned it. Calling it twice is calling it once; works with `using`. */
export interface DisconnectReceiver extends Disposable {
  (): void;
}

/** A receiver that has returned so often without a promise, and never with one, is expected to do so again. */
const trustedAfter = 20;

/** One connect. Not exported by the package. */
export class Receiver {
  readonly name: string;
  readonly phase: SignalPhase;
  readonly order: number;
  readonly exact: boolean;
  readonly once: boolean;
  readonly onError: 'throw' | 'log';
  /** What stands on the emitter for this connection: a function of its own, so that one receiver can be connected twice. */
  readonly listener: ReceiverFunction<unknown>;
  /** How often it has returned without a promise; less than nothing if it has ever returned one. */
  #returns = 0;

  constructor(
    readonly signal: Signal,
    readonly sender: SignalSender | undefined,
    readonly call: ReceiverFunction<never>,
    options: ReceiverOptions = {},
  ) {
    this.name = options.name ?? (call.name || 'an anonymous receiver');
    this.phase = options.phase ?? signal.phases[0] ?? 'now';
    this.order = options.order ?? 0;
    this.exact = options.exact ?? false;
    this.once = options.once ?? false;
    this.onError = options.onError ?? 'throw';
    this.listener = (payload) => call(payload as never);
  }

  /** Whether it is expected to go on after it has returned. */
  get mayGoOn(): boolean {
    return this.#returns < trustedAfter;
  }

  noteReturn(isPending: boolean): void {
    this.#returns = isPending ? -Infinity : this.#returns + 1;
  }

  /** Whether this receiver is called for what is sent about `sender`. */
  hears(sender: SignalSender): boolean {
    return this.exact ? this.sender === sender : isSameOrSubclass(sender, this.sender);
  }

  describe(): ReceiverDescription {
    const { name, phase, order, sender, exact, once } = this;
    return Object.freeze({ name, phase, order, sender, exact, once });
  }
}
