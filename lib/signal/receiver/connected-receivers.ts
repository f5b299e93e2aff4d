import { Receiver } from './receiver.js';
import type { DisconnectReceiver } from './receiver.js';
import { undoOf } from './undo.js';
import type { SignalPhase } from '../phase.js';
import { nowhere, routeTo } from './route.js';
import type { Route } from './route.js';
import { isSameOrSubclass } from '../signal.js';
import type { SignalSender, Signal } from '../signal.js';
import { EmitterRegistration } from './signal-emitter.js';
import type { SignalEmitter } from './signal-emitter.js';

/** The receivers of one bus, registered on its emitter, and the routes from the signals of a class to them. */
export class ConnectedReceivers {
  readonly #registration: EmitterRegistration;
  readonly #nameOf: (sender: SignalSender) => string;
  readonly #receivers = new Set<Receiver>();
  readonly #mutes = new Set<{ readonly signal: Signal; readonly sender: SignalSender | undefined }>();
  /** The routes of each class, by the index of the signal. Cleared by every change of what is connected or muted. */
  readonly #routes = new Map<SignalSender, Route[]>();

  constructor(emitter: SignalEmitter, nameOf: (sender: SignalSender) => string) {
    this.#registration = new EmitterRegistration(emitter);
    this.#nameOf = nameOf;
  }

  add(receiver: Receiver): void {
    const { signal, sender, phase, listener } = receiver;
    this.#receivers.add(receiver);
    this.#registration.add(this.eventOf(signal, sender, phase), listener);
    this.#routes.clear();
  }

  /** @returns whether it was connected */
  remove(receiver: Receiver): boolean {
    const { signal, sender, phase, listener } = receiver;
    this.#registration.remove(this.eventOf(signal, sender, phase), listener);
    this.#routes.clear();
    return this.#receivers.delete(receiver);
  }

  /** The connections of one function for a signal, class and phase: several if their conditions differ. */
  find(
    signal: Signal,
    sender: SignalSender | undefined,
    call: unknown,
    phase: SignalPhase | undefined,
  ): readonly Receiver[] {
    return [...this.#receivers].filter(
      (known) =>
        known.signal === signal && known.sender === sender && known.call === call && known.phase === phase,
    );
  }

  /** Whether a signal has receivers in a phase. Allocates nothing, since every operation calls it first. */
  has(signal: Signal, sender: SignalSender, phase: SignalPhase): boolean {
    const route = this.#route(signal, sender);
    if (route[phase].length > 0) return true;
    return phase === signal.phases[0] && this.#registration.hasForeignListener(route.events);
  }

  /** Whether a receiver of the phase `now` asks for documents. */
  wantsDocuments(signal: Signal, sender: SignalSender): boolean {
    return this.#route(signal, sender).now.some(({ documents }) => documents);
  }

  /** The receivers in calling order. Connecting or disconnecting during a sending makes a new list and does not affect this one. */
  of(signal: Signal, sender: SignalSender, phase: SignalPhase): readonly Receiver[] {
    const { [phase]: receivers, events } = this.#route(signal, sender);
    if (phase !== signal.phases[0]) return receivers;
    const foreign = this.#registration.foreignListeners(events);
    if (foreign.length === 0) return receivers;
    const named = { name: `a plain listener of ${events[0] ?? ''}` };
    const plain = foreign.map((listener) => new Receiver(signal, undefined, listener, named, [], true));
    return [...receivers, ...plain].sort((a, b) => a.order - b.order);
  }

  /** The receivers for any of these classes, in calling order. */
  ofEach(signal: Signal, senders: readonly SignalSender[], phase: SignalPhase): readonly Receiver[] {
    const [first] = senders;
    if (first && senders.length === 1) return this.of(signal, first, phase);
    const found = new Set(senders.flatMap((sender) => this.of(signal, sender, phase)));
    const own = [...this.#receivers].filter((each) => found.has(each));
    const plain = [...found].filter(({ isPlain }) => isPlain);
    return [...own, ...plain].sort((a, b) => a.order - b.order);
  }

  mute(signal: Signal, sender: SignalSender | undefined): DisconnectReceiver {
    const mute = { signal, sender };
    this.#mutes.add(mute);
    this.#routes.clear();
    return undoOf(() => {
      this.#mutes.delete(mute);
      this.#routes.clear();
    });
  }

  eventOf(signal: Signal, sender: SignalSender | undefined, phase: SignalPhase | undefined): string {
    const parts = [sender ? this.#nameOf(sender) : '*', signal.name];
    if (phase !== undefined && phase !== signal.phases[0]) parts.push(phase);
    return parts.join(this.#registration.emitter.delimiter ?? '.');
  }

  #route(signal: Signal, sender: SignalSender): Route {
    let routes = this.#routes.get(sender);
    if (!routes) this.#routes.set(sender, (routes = []));
    return (routes[signal.index] ??= this.#resolve(signal, sender));
  }

  #resolve(signal: Signal, sender: SignalSender): Route {
    const isMuted = (each: SignalSender): boolean =>
      [...this.#mutes].some((mute) => mute.signal === signal && isSameOrSubclass(each, mute.sender));
    if (isMuted(sender)) return nowhere;
    const accepting = [...this.#receivers].filter(
      (each) => each.signal === signal && each.accepts(sender) && !(each.sender && isMuted(each.sender)),
    );
    const events: string[] = [];
    for (let current = sender; current.prototype; current = Object.getPrototypeOf(current) as SignalSender) {
      events.push(this.eventOf(signal, current, signal.phases[0]));
    }
    return routeTo(accepting, events);
  }
}
