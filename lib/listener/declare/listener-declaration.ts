import type { SignalPhase } from '../../signal/phase.js';
import type { ReceiverOptions } from '../../signal/receiver/receiver.js';
import type { SignalSender, Signal, SignalMoment } from '../../signal/signal.js';

/**
 * Options of a listener. `P` is the phases of its signal, `M` its moment, and `Paths` the paths of its documents if the signal has
 * `changes`.
 */
export interface ListenerOptions<
  P extends SignalPhase = SignalPhase,
  M extends SignalMoment = SignalMoment,
  Paths extends string = string,
> extends Omit<ReceiverOptions<M>, 'name' | 'phase'> {
  /** The name of the only connection whose signals it receives. Default every connection. */
  readonly connection?: string;
  /**
   * The phase in which it is called. Signals that report a write also have `afterCommit` and `notApplied`. Default 'now', in the operation.
   */
  readonly phase?: P;
  /**
   * Calls it only for changes at, above or below one of these paths; `address.*` is all that is inside of a field. Only for signals with
   * `changes`. Default always, even without changes.
   */
  readonly paths?: [Paths] extends [never] ? never : readonly Paths[];
}

/** Options of a listener of transactions. */
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

/** A decorator of methods whose types are not checked yet. */
export type AnyDecorator = (target: object, method: string | symbol, descriptor: unknown) => void;

type SignalNameOf<P> = P extends { readonly signal: infer Name extends string } ? Name : 'its signal';

/** The compiler error for a method whose parameter does not fit the payload. */
export type PayloadMisfit<P> = `This handler's parameter does not fit the payload of ${SignalNameOf<P>}` & {
  readonly payload: P;
};

/** The compiler error for a method that returns a promise to a synchronous signal. */
export type ResultMisfit<P> = `A handler of ${SignalNameOf<P>} cannot return a promise` & {
  readonly payload: P;
};

/** A decorator of methods whose parameter must fit the payload, and whose result must fit the signal; other methods do not compile. */
export type ListenerDecorator<P, R = unknown> = <M extends (...given: never[]) => unknown>(
  target: object,
  method: string | symbol,
  descriptor: M extends (payload: P) => unknown
    ? M extends (payload: P) => R
      ? TypedPropertyDescriptor<M>
      : ResultMisfit<P>
    : PayloadMisfit<P>,
) => void;
