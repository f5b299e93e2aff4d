import type { SignalPhase } from '../signal/phase.js';
import type { ReceiverOptions } from '../signal/receiver.js';
import type { SignalSender, Signal } from '../signal/signal.js';

/** How a listener is connected: `phase`, `order`, `exact`, `once`, `onError`. `P` are the phases that its signal has. */
export interface ListenerOptions<P extends SignalPhase = SignalPhase> extends Omit<
  ReceiverOptions,
  'name' | 'phase'
> {
  /** When it is called. Signals that report a write also have `afterCommit` and `afterRollback`. Default 'now', in the operation. */
  readonly phase?: P;
}

/** How a listener of transactions is connected. */
export interface UnitListenerOptions extends Pick<ReceiverOptions, 'order' | 'once'> {
  /** Hear only the transactions of the connection of this name. Default those of every connection. */
  readonly connection?: string;
}

/** What a decorator says of one method. */
export interface ListenerDeclaration {
  readonly method: string | symbol;
  readonly signal: Signal;
  /** Undefined for a listener of every document class. */
  readonly sender: SignalSender | undefined;
  /** The name of the only connection that it hears of. */
  readonly connection: string | undefined;
  readonly options: ListenerOptions;
}

/** A decorator of methods whose parameter must fit the payload; other methods do not compile. */
export type ListenerDecorator<P> = <M extends (payload: P) => unknown>(
  target: object,
  method: string | symbol,
  descriptor: TypedPropertyDescriptor<M>,
) => void;
