import { ConnectedReceivers } from './receiver/connected-receivers.js';
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

/** A signal and the class that it is about; undefined: about every class. */
export interface SignalSubject {
  readonly signal: Signal;
  readonly sender: SignalSender | undefined;
}

/**
 * Connects receivers to signals and sends signals to them: one after another, each awaited, in the printed order
 * (`order` ascending, then the order of connecting), over a snapshot of the receivers taken when `send` begins.
 *
 * A receiver connected for a class hears its subclasses too. References are strong: what is connected stays until disconnected.
 */
export class SignalBus {
  readonly #connected: ConnectedReceivers;
  readonly #reportError: ReportError;

  constructor(options: SignalBusOptions) {
    this.#connected = new ConnectedReceivers(options.emitter, options.nameOf ?? ((sender) => sender.name));
    this.#reportError = options.reportError;
  }

  /**
   * Connects a receiver for a class and its subclasses, or, with `undefined`, for every class.
   * Connecting the same receiver for the same signal, class, phase and `when` again is the first connection; its options stay.
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

  /** @internal One connection for several signals and classes: its undo undoes all, and `once` is once for all of them. */
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
   * @param phase that it was connected for. Default the signal's first one.
   * @returns whether the receiver was connected. A `send` under way still calls it.
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

  /** Whether anybody would be called: ask once before building payloads. */
  hasReceivers(signal: Signal, sender: SignalSender, phase: SignalPhase = 'now'): boolean {
    return this.#connected.has(signal, sender, phase);
  }

  /**
   * Calls the receivers of a signal about `sender` that are to be called now, one after another.
   * An error in a `pre…` signal ends the sending and is thrown as it is: a veto.
   * Errors in a `post…` signal are collected while all receivers run.
   * @param timeout the time that they have; one that takes longer fails with a ReceiverTimeoutError. Default as long as they like.
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

  /** @internal As `send`, and at once where no receiver is to be awaited: then nothing is returned, and errors are thrown here. */
  deliver<Of extends SignalPayloadOf, T extends object>(
    signal: Signal<Of>,
    sender: SignalSender<T>,
    payload: Payload<Of, T>,
    timeout?: OperationTimeout,
    runTracked?: RunTracked,
  ): Delivering {
    const receivers = this.#connected.of(signal, sender, 'now');
    if (receivers.length === 0) return undefined;
    const delivery = this.#delivery(receivers, signal, sender, payload, timeout, runTracked);
    return signal.moment === 'pre' ? deliverPre(receivers, delivery) : deliverPost(receivers, delivery);
  }

  /**
   * Calls the receivers of a signal about `sender` that are to be called in a later phase: one after another, all of
   * them. Their errors are reported.
   * @returns a promise that never rejects
   */
  async sendAfter<Of extends SignalPayloadOf, T extends object>(
    phase: AfterPhase,
    signal: Signal<Of>,
    sender: SignalSender<T>,
    payload: Payload<Of, T>,
    timeout?: OperationTimeout,
  ): Promise<void> {
    const receivers = this.#connected.of(signal, sender, phase);
    if (receivers.length > 0)
      await deliverAfter(receivers, this.#delivery(receivers, signal, sender, payload, timeout));
  }

  /** @internal Reports an error that reaches no caller, as those of `sendAfter`. */
  report(failure: ReportedFailure): void {
    this.#reportError(Object.freeze({ ...failure }));
  }

  /**
   * The receivers of a signal for a class in the order in which they are called, plain listeners of the emitter included: those that are
   * called now, then those of the phase `afterCommit`, then those of `notApplied`.
   */
  receiversOf(signal: Signal, sender: SignalSender): readonly ReceiverDescription[] {
    const receivers = allPhases.flatMap((phase) => this.#connected.of(signal, sender, phase));
    return Object.freeze(receivers.map((receiver) => receiver.describe()));
  }

  /**
   * Sends nothing of this signal for the class and its subclasses, or for every class, until undone: a testing aid.
   * @returns the undo, also usable with `using`.
   */
  mute(signal: Signal, sender?: SignalSender): DisconnectReceiver {
    return this.#connected.mute(signal, sender);
  }

  #delivery(
    receivers: readonly Receiver[],
    signal: Signal,
    sender: SignalSender,
    payload: unknown,
    timeout: OperationTimeout | undefined,
    runTracked?: RunTracked,
  ): Delivery {
    const [disconnect, reportError] = [this.#disconnectOnce, this.#reportError];
    const isUncertain = !signal.narrow && receivers.some(({ when }) => when);
    const called = isUncertain ? new Set() : undefined;
    return { signal, sender, payload, timeout, runTracked, called, disconnect, reportError };
  }

  /** Disconnects what belongs together with a receiver of one call. @returns whether that was connected */
  readonly #disconnectOnce = (receiver: Receiver): boolean => {
    const wasConnected = this.#connected.remove(receiver);
    for (const each of receiver.together) this.#connected.remove(each);
    return wasConnected;
  };

  /**
   * The name that a signal of a class has on the emitter: `Person.preSave`; `*.preSave` of every class.
   * Receivers of a later phase stand there under a name of their own, which only shows them: `Person.postSave.afterCommit`.
   * An emitter with another delimiter has it in place of the dots.
   */
  eventOf(
    signal: Signal,
    sender: SignalSender | undefined,
    phase: SignalPhase | undefined = signal.phases[0],
  ): string {
    return this.#connected.eventOf(signal, sender, phase);
  }
}
