import { ConnectedReceivers } from './receiver/connected-receivers.js';
import { joinConnections } from './receiver/joined-connections.js';
import { Receiver } from './receiver/receiver.js';
import type {
  ReceiverCondition,
  ReceiverDescription,
  ReceiverFunction,
  ReceiverOptions,
  DisconnectReceiver,
} from './receiver/receiver.js';
import { undoOf } from './receiver/undo.js';
import { assertReceiver } from './receiver/assert-receiver.js';
import type { OperationTimeout } from './timeout.js';
import { deliverAfter, deliverPost, deliverPre } from './delivery.js';
import type { Delivering, Delivery, RunTracked } from './delivery.js';
import { allPhases } from './phase.js';
import type { AfterPhase, SignalPhase } from './phase.js';
import type { ReportError, ReportedFailure } from './reported-failure.js';
import type {
  Payload,
  SignalPayloadOf,
  ReceiverResult,
  SignalSender,
  Signal,
  SignalMoment,
} from './signal.js';
import type { SignalEmitter } from './receiver/signal-emitter.js';

export interface SignalBusOptions {
  /** The emitter on which receivers are registered under `<DocumentName>.<signal>`; its plain listeners are called with them. */
  readonly emitter: SignalEmitter;
  /** The name of a class in event names. Default the class's own name. */
  readonly nameOf?: (sender: SignalSender) => string;
  /**
   * Called with each error that does not reach a caller: of a receiver connected with `{ onError: 'log' }`, of a later phase, or after a
   * timeout. It must not throw; its own errors are dropped.
   */
  readonly reportError: ReportError;
}

/** A signal and the class that it is about; undefined for every class. */
export interface SignalSubject {
  readonly signal: Signal;
  readonly sender: SignalSender | undefined;
}

/**
 * Connects receivers to signals and sends signals to them, one after another, in the order in which `receiversOf` lists them. A receiver
 * for a class also receives signals about subclasses, and stays connected until it is disconnected.
 */
export class SignalBus {
  readonly #connected: ConnectedReceivers;
  readonly #reportError: ReportError;

  constructor(options: SignalBusOptions) {
    this.#connected = new ConnectedReceivers(options.emitter, options.nameOf ?? ((sender) => sender.name));
    this.#reportError = options.reportError;
  }

  /**
   * Connects a receiver for a class and its subclasses, or, with `undefined`, for every class. If it is already connected for the same
   * signal, class, phase and `when`, that connection and its options stay.
   * @returns the undo, also usable with `using`.
   * @throws InvalidReceiverError
   */
  connect<Of extends SignalPayloadOf, T extends object, M extends SignalMoment>(
    signal: Signal<Of, SignalPhase, M>,
    sender: SignalSender<T> | undefined,
    receiver: ReceiverFunction<Payload<Of, T>, ReceiverResult<Of>>,
    options: ReceiverOptions<NoInfer<M>> & ReceiverCondition<Payload<Of, T>> = {},
  ): DisconnectReceiver {
    return this.connectEach([{ signal, sender }], receiver, options);
  }

  /** @internal Connects one receiver for several signals and classes. The undo disconnects all; `once` means one call altogether. */
  connectEach(
    subjects: readonly SignalSubject[],
    receiver: ReceiverFunction<never>,
    options: ReceiverOptions & ReceiverCondition<never>,
  ): DisconnectReceiver {
    for (const { signal, sender } of subjects) assertReceiver(signal, sender, receiver, options);
    const together: Receiver[] = [];
    for (const { signal, sender } of subjects) {
      const added = new Receiver(signal, sender, receiver, options, together);
      const same = this.#connected.find(signal, sender, receiver, added.phase);
      const known = same.find(({ when }) => when === options.when);
      if (!known) this.#connected.add(added);
      together.push(known ?? added);
    }
    return undoOf(() => {
      for (const each of together) this.#connected.remove(each);
    });
  }

  /**
   * Disconnects a receiver.
   * @param phase that it was connected for. Default the signal's first one.
   * @returns whether the receiver was connected. A `send` that has begun still calls it.
   */
  disconnect<Of extends SignalPayloadOf, T extends object>(
    signal: Signal<Of>,
    sender: SignalSender<T> | undefined,
    receiver: ReceiverFunction<Payload<Of, T>, ReceiverResult<Of>>,
    phase: SignalPhase | undefined = signal.phases[0],
  ): boolean {
    const known = this.#connected.find(signal, sender, receiver, phase);
    return known.filter((each) => this.#connected.remove(each)).length > 0;
  }

  /** Whether a signal has receivers: check once before building payloads. */
  hasReceivers(signal: Signal, sender: SignalSender, phase: SignalPhase = 'now'): boolean {
    return this.#connected.has(signal, sender, phase);
  }

  /** @internal Whether a receiver of the phase `now` asks for the documents of an update by a filter. */
  wantsDocuments(signal: Signal, sender: SignalSender): boolean {
    return this.hasReceivers(signal, sender) && this.#connected.wantsDocuments(signal, sender);
  }

  /**
   * Calls the receivers of the phase `now` one after another. An error in a `pre…` signal ends the sending and is thrown unchanged, as a
   * veto; errors in a `post…` signal are collected while all receivers run.
   * @param timeout of the receivers; one that takes longer fails with a ReceiverTimeoutError. Default none.
   * @throws PostSignalError after all receivers of a `post…` signal were called, if one failed.
   */
  async send<Of extends SignalPayloadOf, T extends object>(
    signal: Signal<Of>,
    sender: SignalSender<T>,
    payload: Payload<Of, T>,
    timeout?: OperationTimeout,
  ): Promise<void> {
    const delivering = this.deliver(signal, sender, payload, timeout);
    if (delivering) await delivering;
  }

  /**
   * @internal Sends like `send`, but synchronously if no receiver has to be awaited: then it returns undefined and throws errors directly.
   */
  deliver<Of extends SignalPayloadOf, T extends object>(
    signal: Signal<Of>,
    sender: SignalSender<T>,
    payload: Payload<Of, T>,
    timeout?: OperationTimeout,
    runTracked?: RunTracked,
  ): Delivering {
    return this.deliverAbout(signal, [sender], payload, timeout, runTracked);
  }

  /**
   * @internal Delivers a signal about several classes: a receiver of some of them is called once, with the documents of all of these.
   * @param senders at least one
   */
  deliverAbout(
    signal: Signal,
    senders: readonly SignalSender[],
    payload: unknown,
    timeout?: OperationTimeout,
    runTracked?: RunTracked,
  ): Delivering {
    const receivers = this.#connected.ofEach(signal, senders, 'now');
    if (receivers.length === 0) return undefined;
    const delivery = this.#delivery(receivers, signal, senders, payload, timeout, runTracked);
    const called = delivery.joined ? [...delivery.joined.keys()] : receivers;
    return signal.moment === 'pre' ? deliverPre(called, delivery) : deliverPost(called, delivery);
  }

  /**
   * Calls all receivers of a signal about `sender` in a later phase, one after another. Their errors are reported.
   * @returns a promise that never rejects
   */
  async sendAfter<Of extends SignalPayloadOf, T extends object>(
    phase: AfterPhase,
    signal: Signal<Of>,
    sender: SignalSender<T>,
    payload: Payload<Of, T>,
    timeout?: OperationTimeout,
  ): Promise<void> {
    await this.sendAfterAbout(phase, signal, [sender], payload, timeout);
  }

  /** @internal Sends a signal about several classes, as `sendAfter` does about one. */
  async sendAfterAbout(
    phase: AfterPhase,
    signal: Signal,
    senders: readonly SignalSender[],
    payload: unknown,
    timeout?: OperationTimeout,
  ): Promise<void> {
    const receivers = this.#connected.ofEach(signal, senders, phase);
    if (receivers.length === 0) return;
    const delivery = this.#delivery(receivers, signal, senders, payload, timeout);
    await deliverAfter(delivery.joined ? [...delivery.joined.keys()] : receivers, delivery);
  }

  /** @internal Reports an error that does not reach a caller, as `sendAfter` does. */
  report(failure: ReportedFailure): void {
    this.#reportError(Object.freeze({ ...failure }));
  }

  /**
   * The receivers of a signal for a class in calling order, with plain listeners of the emitter: first those of the phase `now`, then those
   * of `afterCommit`, then those of `notApplied`.
   */
  receiversOf(signal: Signal, sender: SignalSender): readonly ReceiverDescription[] {
    const receivers = allPhases.flatMap((phase) => this.#connected.of(signal, sender, phase));
    return Object.freeze(receivers.map((receiver) => receiver.describe()));
  }

  /**
   * Mutes a signal for a class and its subclasses, or for every class, until undone: a testing aid.
   * @returns the undo, also usable with `using`.
   */
  mute(signal: Signal, sender?: SignalSender): DisconnectReceiver {
    return this.#connected.mute(signal, sender);
  }

  #delivery(
    receivers: readonly Receiver[],
    signal: Signal,
    [sender]: readonly SignalSender[],
    payload: unknown,
    timeout: OperationTimeout | undefined,
    runTracked?: RunTracked,
  ): Delivery {
    const [disconnect, reportError] = [this.#disconnectOnce, this.#reportError];
    const joined = signal.narrow && joinConnections(receivers);
    const called = !joined && receivers.some(({ when }) => when) ? new Set() : undefined;
    const sending = { signal, sender: sender as SignalSender, payload, timeout, runTracked };
    return { ...sending, called, joined, disconnect, reportError };
  }

  /** Disconnects a receiver that is for a single call, with those connected together with it. @returns whether it was connected */
  readonly #disconnectOnce = (receiver: Receiver): boolean => {
    const wasConnected = this.#connected.remove(receiver);
    for (const each of receiver.together) this.#connected.remove(each);
    return wasConnected;
  };

  /**
   * The event name of a signal of a class: `Person.preSave`, or `*.preSave` for every class, with the emitter's delimiter for the dots.
   * Receivers of a later phase are listed, but not called, under a name of their own: `Person.postSave.afterCommit`.
   */
  eventOf(
    signal: Signal,
    sender: SignalSender | undefined,
    phase: SignalPhase | undefined = signal.phases[0],
  ): string {
    return this.#connected.eventOf(signal, sender, phase);
  }
}
