import type { SignalPhase } from '../../signal/phase.js';
import type { ReceiverOptions } from '../../signal/receiver/receiver.js';
import type { SignalSender, Signal, SignalMoment } from '../../signal/signal.js';

/**
 * How a listener is connected. `P` are the phases that its signal has, `M` its moment, and `Paths` those of its documents where the
 * signal tells of changes.
 */
export interface ListenerOptions<
  P extends SignalPhase = SignalPhase,
  M extends SignalMoment = SignalMoment,
  Paths extends string = string,
> extends Omit<ReceiverOptions<M>, 'name' | 'phase'> {
  /** The name of the only connection that it is called for. Default every connection. */
  readonly connection?: string;
  /** When it is called. Signals that report a write also have `afterCommit` and `notApplied`. Default 'now', in the operation. */
  readonly phase?: P;
  /** Calls it only for changes at one of these paths, above or below it. Only for signals with `changes`. Default for all changes, and none. */
  readonly paths?: [Paths] extends [never] ? never : readonly Paths[];
}

/** How a listener of transactions is connected. */
export type TransactionListenerOptions = Pick<ListenerOptions, 'connection' | 'order' | 'once'>;

/** One signal and class that a decorator of a method names. */
export interface ListenerDeclaration {
  readonly method: string | symbol;
  readonly signal: Signal;
  /** Undefined for a listener of every document class. */
  readonly sender: SignalSender | undefined;
  readonly options: ListenerOptions;
  /** The decorator: the same object for all signals and classes that it names. */
  readonly decorator: object;
}

/** A decorator of methods, before it is known which ones fit. */
export type AnyDecorator = (target: object, method: string | symbol, descriptor: unknown) => void;

type SignalNameOf<P> = P extends { readonly signal: infer Name extends string } ? Name : 'its signal';

/** The error of the compiler for a method whose parameter is not what it will be given. */
export type PayloadMisfit<P> = `This handler's parameter does not fit the payload of ${SignalNameOf<P>}` & {
  readonly payload: P;
};

/** The error of the compiler for a method that returns a promise where nothing is awaited. */
export type ResultMisfit<P> = `A handler of ${SignalNameOf<P>} cannot return a promise` & {
  readonly payload: P;
};

/** A decorator of methods whose parameter must fit the payload, and whose result the signal; other methods do not compile. */
export type ListenerDecorator<P, R = unknown> = <M extends (...given: never[]) => unknown>(
  target: object,
  method: string | symbol,
  descriptor: M extends (payload: P) => unknown
    ? M extends (payload: P) => R
      ? TypedPropertyDescriptor<M>
      : ResultMisfit<P>
    : PayloadMisfit<P>,
) => void;
