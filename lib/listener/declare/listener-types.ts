import type { ListenedPath } from '../../schema/type/listened-path.js';
import type { SignalPhase } from '../../signal/phase.js';
import type { Payload, ReceiverResult, SignalSender, Signal } from '../../signal/signal.js';
import type { ListenerDecorator, ListenerOptions } from './listener-declaration.js';

/** One item or a list of items. */
export type OneOrSeveral<T> = T | readonly T[];

type Each<Given> = Given extends readonly (infer One)[] ? One : Given;

type DocumentOf<S> = S extends SignalSender<infer T> ? T : never;

/**
 * The payload of one or several signals about one or several classes: a union of all combinations, or for signals about several documents
 * one payload with those of all these classes.
 */
type PayloadAbout<S, T> =
  S extends Signal<infer Of>
    ? Of extends { readonly isOfSeveral: true }
      ? Payload<Of, T>
      : T extends unknown
        ? Payload<Of, T>
        : never
    : never;

/** The type that receivers of each of these signals may return. */
type ResultForAll<S> = (S extends Signal<infer Of> ? (result: ReceiverResult<Of>) => void : never) extends (
  result: infer R,
) => void
  ? R
  : unknown;

/** The phases that each of these signals has. */
type PhaseOfAll<S> = (S extends Signal<infer _Of, infer P> ? (phase: P) => void : never) extends (
  phase: infer P extends SignalPhase,
) => void
  ? P
  : never;

/** `pre` if one of these signals is certain to have it. */
type MomentOfAll<S> = 'pre' extends (
  S extends { readonly moment: infer M } ? ([M] extends ['pre'] ? M : never) : never
)
  ? 'pre'
  : 'post';

type WithoutChanges<S> =
  S extends Signal<infer Of>
    ? Payload<Of, object> extends { readonly changes: unknown } | { readonly update: unknown }
      ? never
      : S
    : never;

type PathsAbout<S, T> = [WithoutChanges<S>] extends [never]
  ? T extends unknown
    ? ListenedPath<T>
    : never
  : never;

/** Options of a listener of these signals about documents of these types. */
type OptionsAbout<S, T> = ListenerOptions<PhaseOfAll<S>, MomentOfAll<S>, PathsAbout<S, T>>;

/** Options of a listener of one or several signals about the documents of one or several classes. */
export type OptionsFor<SignalsGiven, SendersGiven> = OptionsAbout<
  Each<SignalsGiven>,
  DocumentOf<Each<SendersGiven>>
>;

/** The decorator of methods that receive the payload of one or several signals about one or several classes. */
export type DecoratorFor<SignalsGiven, SendersGiven> = ListenerDecorator<
  PayloadAbout<Each<SignalsGiven>, DocumentOf<Each<SendersGiven>>>,
  ResultForAll<Each<SignalsGiven>>
>;

/** Makes decorators of one signal: for a class and its subclasses, for several classes, or for every document class. */
export interface SignalDecorator<S extends Signal> {
  <const Given extends OneOrSeveral<SignalSender>>(
    sender: Given,
    options?: OptionsFor<S, NoInfer<Given>>,
  ): DecoratorFor<S, Given>;
  (options?: OptionsFor<S, SignalSender>): DecoratorFor<S, SignalSender>;
}
