import { Receiver } from './receiver.js';
import type {
  ReceiverDescription,
  ReceiverFunction,
  ReceiverOptions,
  DisconnectReceiver,
} from './receiver.js';
import { assertReceiver } from './assert-receiver.js';
import type { Budget } from './budget.js';
import { deliverAfter, deliverPost, deliverPre } from './delivery.js';
import type { Delivering, Delivery, ReceiverCaller } from './delivery.js';
import { allPhases } from './phase.js';
import type { AfterPhase, SignalPhase } from './phase.js';
import { nowhere, routeTo } from './route.js';
import type { Route } from './route.js';
import type { ReportError, ReportedFailure } from './reported-failure.js';
import { isSameOrSubclass } from './signal.js';
import type { Payload, SignalPayloadOf, SignalSender, Signal } from './signal.js';
import { EmitterRegistration } from './signal-emitter.js';
import type { SignalEmitter } from './signal-emitter.js';

export interface SignalBusOptions {
  /** Where receivers are registered under `<DocumentName>.<signal>`; its plain listeners are called with the receivers. */
  readonly emitter: SignalEmitter;
  /** The name of a class in the emitter's event names. Default the class's own name. */
  readonly nameOf?: (sender: SignalSender) => string;
  /**
   * Called with each error that reaches no caller: of a receiver connected with `{ onError: 'log' }`, after a commit or a rollback, or
   * of one whose time was over. It must not throw; what it throws is dropped.
   */
  readonly reportError: ReportError;
}

/**
 * Connects receivers to signals and sends signals to them: one after another, each awaited, in the printed order
 * (`order` ascending, then the order of connecting), over a snapshot of the receivers taken when `send` begins.
 *
 * A receiver connected for a class hears its subclasses too. References are strong: what is connected stays until disconnected.
 */
export class SignalBus {
  readonly #registration: EmitterRegistration;
  readonly #nameOf: (sender: SignalSender) => string;
  readonly #reportError: ReportError;
  readonly #receivers = new Set<Receiver>();
  readonly #mutes = new Set<{ readonly signal: Signal; readonly sender: SignalSender | undefined }>();
  /** Of each class, by the index of the signal. Cleared by every change of what is connected or muted. */
  readonly #routes = new Map<SignalSender, Route[]>();

  constructor(options: SignalBusOptions) {
    this.#registration = new EmitterRegistration(options.emitter);
    this.#nameOf = options.nameOf ?? ((sender) => sender.name);
    this.#reportError = options.reportError;
  }

  /**
   * Connects a receiver for a class and its subclasses, or, with `undefined`, for every class.
   * Connecting the same receiver for the same signal, class and phase again is the first connection; its options stay.
   * @returns the undo, also usable with `using`.
   * @throws InvalidReceiverError
   */
  connect<Of extends SignalPayloadOf, T extends object>(
    signal: Signal<Of>,
    sender: SignalSender<T> | undefined,
    receiver: ReceiverFunction<Payload<Of, T>>,
    options: ReceiverOptions = {},
  ): DisconnectReceiver {
    assertReceiver(signal, sender, receiver, options);
    const added = new Receiver(signal, sender, receiver, options);
    const known = this.#find(signal, sender, receiver, added.phase);
    if (known) return this.#undo(known);
    this.#receivers.add(added);
    this.#registration.add(this.eventOf(signal, sender, added.phase), added.listener);
    this.#routes.clear();
    return this.#undo(added);
  }

  /**
   * @param phase that it was connected for. Default the signal's first one.
   * @returns whether the receiver was connected. A `send` under way still calls it.
   */
  disconnect<Of extends SignalPayloadOf, T extends object>(
    signal: Signal<Of>,
    sender: SignalSender<T> | undefined,
    receiver: ReceiverFunction<Payload<Of, T>>,
    phase: SignalPhase | undefined = signal.phases[0],
  ): boolean {
    const known = this.#find(signal, sender, receiver, phase);
    return known !== undefined && this.#disconnectReceiver(known);
  }

  /** Whether anybody would be called: ask once before building payloads. */
  hasReceivers(signal: Signal, sender: SignalSender, phase: SignalPhase = 'now'): boolean {
    const route = this.#route(signal, sender);
    if (route[phase].length > 0) return true;
    return phase === signal.phases[0] && this.#registration.hasForeignListener(route.events);
  }

  /**
   * Calls the receivers of a signal about `sender` that are to be called now, one after another.
   * An error in a `pre…` signal ends the sending and is thrown as it is: a veto.
   * Errors in a `post…` signal are collected while all receivers run.
   * @param budget the time that they have; one that takes longer fails with a ReceiverTimeoutError. Default as long as they like.
   * @throws PostSignalError after all receivers of a `post…` signal were called, if one failed.
   */
  async send<Of extends SignalPayloadOf, T extends object>(
    signal: Signal<Of>,
    sender: SignalSender<T>,
    payload: Payload<Of, T>,
    budget?: Budget,
  ): Promise<void> {
    const delivering = this.deliver(signal, sender, payload, budget);
    if (delivering) await delivering;
  }

  /** @internal As `send`, and at once where no receiver is to be awaited: then nothing is returned, and errors are thrown here. */
  deliver<Of extends SignalPayloadOf, T extends object>(
    signal: Signal<Of>,
    sender: SignalSender<T>,
    payload: Payload<Of, T>,
    budget?: Budget,
    caller?: ReceiverCaller,
  ): Delivering {
    const receivers = this.#list(signal, sender, 'now');
    if (receivers.length === 0) return undefined;
    const delivery = this.#delivery(signal, sender, payload, budget, caller);
    return signal.moment === 'pre' ? deliverPre(receivers, delivery) : deliverPost(receivers, delivery);
  }

  /**
   * Calls the receivers of a signal about `sender` that are to be called after a commit, or after a rollback: one after another, all of
   * them. Their errors are reported.
   * @returns a promise that never rejects
   */
  async sendAfter<Of extends SignalPayloadOf, T extends object>(
    phase: AfterPhase,
    signal: Signal<Of>,
    sender: SignalSender<T>,
    payload: Payload<Of, T>,
    budget?: Budget,
  ): Promise<void> {
    const receivers = this.#list(signal, sender, phase);
    if (receivers.length > 0) await deliverAfter(receivers, this.#delivery(signal, sender, payload, budget));
  }

  /** @internal Reports an error that reaches no caller, as those of `sendAfter`. */
  report(failure: ReportedFailure): void {
    this.#reportError(Object.freeze({ ...failure }));
  }

  /**
   * The receivers of a signal for a class in the order in which they are called, plain listeners of the emitter included: those that are
   * called now, then those after a commit, then those after a rollback.
   */
  receiversOf(signal: Signal, sender: SignalSender): readonly ReceiverDescription[] {
    const receivers = allPhases.flatMap((phase) => this.#list(signal, sender, phase));
    return Object.freeze(receivers.map((receiver) => receiver.describe()));
  }

  /**
   * Sends nothing of this signal for the class and its subclasses, or for every class, until undone: a testing aid.
   * @returns the undo, also usable with `using`.
   */
  mute(signal: Signal, sender?: SignalSender): Disposable & (() => void) {
    const mute = { signal, sender };
    this.#mutes.add(mute);
    this.#routes.clear();
    return disposable(() => {
      this.#mutes.delete(mute);
      this.#routes.clear();
    });
  }

  #delivery(
    signal: Signal,
    sender: SignalSender,
    payload: unknown,
    budget: Budget | undefined,
    caller?: ReceiverCaller,
  ): Delivery {
    const [disconnect, reportError] = [this.#disconnectReceiver, this.#reportError];
    return { signal, sender, payload, budget, caller, disconnect, reportError };
  }

  #find(signal: Signal, sender: unknown, call: unknown, phase: unknown): Receiver | undefined {
    for (const known of this.#receivers) {
      if (known.signal === signal && known.sender === sender && known.call === call && known.phase === phase)
        return known;
    }
    return undefined;
  }

  readonly #disconnectReceiver = (receiver: Receiver): boolean => {
    const { signal, sender, phase, listener } = receiver;
    this.#registration.remove(this.eventOf(signal, sender, phase), listener);
    this.#routes.clear();
    return this.#receivers.delete(receiver);
  };

  #undo(receiver: Receiver): DisconnectReceiver {
    return disposable(() => void this.#disconnectReceiver(receiver));
  }

  #route(signal: Signal, sender: SignalSender): Route {
    let routes = this.#routes.get(sender);
    if (!routes) this.#routes.set(sender, (routes = []));
    return (routes[signal.index] ??= this.#resolve(signal, sender));
  }

  #resolve(signal: Signal, sender: SignalSender): Route {
    for (const mute of this.#mutes) {
      if (mute.signal === signal && isSameOrSubclass(sender, mute.sender)) return nowhere;
    }
    const heard = [...this.#receivers].filter(
      (receiver) => receiver.signal === signal && receiver.hears(sender),
    );
    const events: string[] = [];
    for (let current = sender; current.prototype; current = Object.getPrototypeOf(current) as SignalSender) {
      events.push(this.eventOf(signal, current));
    }
    return routeTo(heard, events);
  }

  /** What is connected or disconnected while a signal is sent makes a new list, and does not disturb this one. */
  #list(signal: Signal, sender: SignalSender, phase: SignalPhase): readonly Receiver[] {
    const { [phase]: receivers, events } = this.#route(signal, sender);
    if (phase !== signal.phases[0]) return receivers;
    const foreign = this.#registration.foreignListeners(events);
    if (foreign.length === 0) return receivers;
    const plain = foreign.map(
      (listener) =>
        new Receiver(signal, undefined, listener, { name: `a plain listener of ${events[0] ?? ''}` }),
    );
    return [...receivers, ...plain].sort((a, b) => a.order - b.order);
  }

  /**
   * The name that a signal of a class has on the emitter: `Person.preSave`; `*.preSave` of every class.
   * Receivers of a later phase stand there under a name of their own, which only shows them: `Person.postSave.afterCommit`.
   * An emitter with another delimiter has it in place of the dots.
   */
  eventOf(signal: Signal, sender: SignalSender | undefined, phase = signal.phases[0]): string {
    const parts = [sender ? this.#nameOf(sender) : '*', signal.name];
    if (phase !== undefined && phase !== signal.phases[0]) parts.push(phase);
    return parts.join(this.#registration.emitter.delimiter ?? '.');
  }
}

function disposable(undo: () => void): DisconnectReceiver {
  return Object.assign(undo, { [Symbol.dispose]: undo });
}
