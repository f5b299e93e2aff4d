import { Receiver } from './receiver.js';
import type { ReceiverDescription, ReceiverFunction, ReceiverOptions, Undo } from './receiver.js';
import { deliverPost, deliverPre } from './delivery.js';
import type { ReportError } from './delivery.js';
import { isSameOrSubclass, Signal } from './signal.js';
import type { Payload, PayloadOf, Sender } from './signal.js';
import { EmitterRegistration } from './signal-emitter.js';
import type { SignalEmitter } from './signal-emitter.js';
import { InvalidReceiverError } from './signal-errors.js';

export interface SignalBusOptions {
  /** Where receivers are registered under `<DocumentName>.<signal>`; its plain listeners are called with the receivers. */
  readonly emitter: SignalEmitter;
  /** The name of a class in the emitter's event names. Default the class's own name. */
  readonly nameOf?: (sender: Sender) => string;
  /** Called with each error of a receiver connected with `{ onError: 'log' }`. */
  readonly reportError: ReportError;
}

/** Returned where nobody is called. */
const delivered = Promise.resolve();

/** Receivers of one signal for one class, in the order in which they are called, and the names that they have on the emitter. */
interface Route {
  readonly receivers: readonly Receiver[];
  readonly events: readonly string[];
}

/**
 * Connects receivers to signals and sends signals to them: one after another, each awaited, in the printed order
 * (`order` ascending, then the order of connecting), over a snapshot of the receivers taken when `send` begins.
 *
 * A receiver connected for a class hears its subclasses too. References are strong: what is connected stays until disconnected.
 */
export class SignalBus {
  readonly #registration: EmitterRegistration;
  readonly #nameOf: (sender: Sender) => string;
  readonly #reportError: ReportError;
  readonly #receivers = new Set<Receiver>();
  readonly #mutes = new Set<{ readonly signal: Signal; readonly sender: Sender | undefined }>();
  /** Of each class, by the index of the signal. Cleared by every change of what is connected or muted. */
  readonly #routes = new Map<Sender, Route[]>();

  constructor(options: SignalBusOptions) {
    this.#registration = new EmitterRegistration(options.emitter);
    this.#nameOf = options.nameOf ?? ((sender) => sender.name);
    this.#reportError = options.reportError;
  }

  /**
   * Connects a receiver for a class and its subclasses, or, with `undefined`, for every class.
   * Connecting the same receiver for the same signal and class again is the first connection; its options stay.
   * @returns the undo, also usable with `using`.
   * @throws InvalidReceiverError
   */
  connect<Of extends PayloadOf, T extends object>(
    signal: Signal<Of>,
    sender: Sender<T> | undefined,
    receiver: ReceiverFunction<Payload<Of, T>>,
    options: ReceiverOptions = {},
  ): Undo {
    assertReceiver(signal, sender, receiver, options);
    const known = this.#find(signal, sender, receiver);
    if (known) return this.#undo(known);
    const added = new Receiver(signal, sender, receiver, options);
    this.#receivers.add(added);
    this.#registration.add(this.eventOf(signal, sender), added.listener);
    this.#routes.clear();
    return this.#undo(added);
  }

  /** @returns whether the receiver was connected. A `send` under way still calls it. */
  disconnect<Of extends PayloadOf, T extends object>(
    signal: Signal<Of>,
    sender: Sender<T> | undefined,
    receiver: ReceiverFunction<Payload<Of, T>>,
  ): boolean {
    const known = this.#find(signal, sender, receiver);
    return known !== undefined && this.#disconnectReceiver(known);
  }

  /** Whether anybody would be called: ask once before building payloads. */
  hasReceivers(signal: Signal, sender: Sender): boolean {
    const { receivers, events } = this.#route(signal, sender);
    if (receivers.length > 0) return true;
    return this.#registration.hasForeignListener(events);
  }

  /**
   * Calls the receivers of a signal about `sender`, one after another.
   * An error in a `pre…` signal ends the sending and is thrown as it is: a veto.
   * Errors in a `post…` signal are collected while all receivers run.
   * @throws PostSignalError after all receivers of a `post…` signal were called, if one failed.
   */
  send<Of extends PayloadOf, T extends object>(
    signal: Signal<Of>,
    sender: Sender<T>,
    payload: Payload<Of, T>,
  ): Promise<void> {
    const receivers = this.#list(signal, sender);
    if (receivers.length === 0) return delivered;
    return signal.moment === 'pre'
      ? deliverPre(receivers, payload, this.#disconnectReceiver)
      : deliverPost(signal, receivers, payload, this.#disconnectReceiver, this.#reportError);
  }

  /** The receivers of a signal for a class in the order in which they are called, plain listeners of the emitter included. */
  receiversOf(signal: Signal, sender: Sender): readonly ReceiverDescription[] {
    return Object.freeze(this.#list(signal, sender).map((receiver) => receiver.describe()));
  }

  /**
   * Sends nothing of this signal for the class and its subclasses, or for every class, until undone: a testing aid.
   * @returns the undo, also usable with `using`.
   */
  mute(signal: Signal, sender?: Sender): Undo {
    const mute = { signal, sender };
    this.#mutes.add(mute);
    this.#routes.clear();
    return disposable(() => {
      this.#mutes.delete(mute);
      this.#routes.clear();
    });
  }

  #find(signal: Signal, sender: Sender | undefined, call: unknown): Receiver | undefined {
    for (const receiver of this.#receivers) {
      if (receiver.signal === signal && receiver.sender === sender && receiver.call === call) return receiver;
    }
    return undefined;
  }

  readonly #disconnectReceiver = (receiver: Receiver): boolean => {
    this.#registration.remove(this.eventOf(receiver.signal, receiver.sender), receiver.listener);
    this.#routes.clear();
    return this.#receivers.delete(receiver);
  };

  #undo(receiver: Receiver): Undo {
    return disposable(() => void this.#disconnectReceiver(receiver));
  }

  #route(signal: Signal, sender: Sender): Route {
    let routes = this.#routes.get(sender);
    if (!routes) this.#routes.set(sender, (routes = []));
    return (routes[signal.index] ??= this.#resolve(signal, sender));
  }

  #resolve(signal: Signal, sender: Sender): Route {
    for (const mute of this.#mutes) {
      if (mute.signal === signal && isSameOrSubclass(sender, mute.sender))
        return { receivers: [], events: [] };
    }
    const heard = [...this.#receivers]
      .filter((receiver) => receiver.signal === signal && receiver.hears(sender))
      .sort((a, b) => a.order - b.order);
    const events: string[] = [];
    for (let current = sender; current.prototype; current = Object.getPrototypeOf(current) as Sender) {
      events.push(this.eventOf(signal, current));
    }
    // Connected for a class and for its base class, a receiver is called once, where it comes first.
    const calls = heard.map(({ call }) => call);
    return { receivers: heard.filter(({ call }, index) => calls.indexOf(call) === index), events };
  }

  /** What is connected or disconnected while a signal is sent makes a new list, and does not disturb this one. */
  #list(signal: Signal, sender: Sender): readonly Receiver[] {
    const { receivers, events } = this.#route(signal, sender);
    const foreign = this.#registration.foreignListeners(events);
    if (foreign.length === 0) return receivers;
    const plain = foreign.map(
      (listener) =>
        new Receiver(signal, undefined, listener, { name: `a plain listener of ${events[0] ?? ''}` }),
    );
    return [...receivers, ...plain].sort((a, b) => a.order - b.order);
  }

  /** The name that a signal of a class has on the emitter: `Person.preSave`; `*.preSave` of every class. */
  eventOf(signal: Signal, sender: Sender | undefined): string {
    return `${sender ? this.#nameOf(sender) : '*'}.${signal.name}`;
  }
}

function disposable(undo: () => void): Undo {
  return Object.assign(undo, { [Symbol.dispose]: undo });
}

function assertReceiver(
  signal: unknown,
  sender: unknown,
  receiver: unknown,
  { order = 0, exact = false }: ReceiverOptions,
): void {
  if (!(signal instanceof Signal))
    throw new InvalidReceiverError('an unknown signal', 'The first argument is no signal');
  if (sender !== undefined && typeof sender !== 'function') {
    throw new InvalidReceiverError(
      signal.name,
      'The sender is no class, as happens when modules import each other in a circle',
    );
  }
  if (exact && sender === undefined) {
    throw new InvalidReceiverError(signal.name, 'It should hear exactly one class, and no class is given');
  }
  if (typeof receiver !== 'function')
    throw new InvalidReceiverError(signal.name, 'The receiver is no function');
  if (!Number.isFinite(order)) throw new InvalidReceiverError(signal.name, 'The order is no finite number');
}
