import type { SignalSender, Signal } from '../../signal/signal.js';
import { assertDeclaration, assertClassesGiven } from './assert-declaration.js';
import type { AnyDecorator, ListenerOptions } from './listener-declaration.js';
import { addListeners } from './listener-metadata.js';
import type { DecoratorFor, OneOrSeveral, OptionsFor, SignalDecorator } from './listener-types.js';

/**
 * Connects a method of a provider to a signal: `@OnSignal(preSave, Person)`, or `@OnPreSave(Person)`. Default every document class. With
 * lists, as in `@OnSignal([preSave, preDelete], [Person, Team])`, it is one listener, called with one payload at a time.
 */
export function OnSignal<
  const S extends OneOrSeveral<Signal>,
  const Given extends OneOrSeveral<SignalSender>,
>(signal: S, sender: Given, options?: OptionsFor<NoInfer<S>, NoInfer<Given>>): DecoratorFor<S, Given>;
export function OnSignal<const S extends OneOrSeveral<Signal>>(
  signal: S,
  options?: OptionsFor<NoInfer<S>, SignalSender>,
): DecoratorFor<S, SignalSender>;
export function OnSignal(signal: OneOrSeveral<Signal>, ...given: unknown[]): AnyDecorator {
  const [first, second] = given as [
    OneOrSeveral<SignalSender> | ListenerOptions | undefined,
    ListenerOptions?,
  ];
  const isForClasses = typeof first === 'function' || Array.isArray(first);
  const senders = isForClasses ? listOf(first as OneOrSeveral<SignalSender>) : [undefined];
  const options = (isForClasses ? second : (first as ListenerOptions | undefined)) ?? {};
  const decorate = declareListener({ signals: listOf(signal), senders, options });
  return (target, method, descriptor) => {
    assertClassesGiven(target, method, given);
    decorate(target, method, descriptor);
  };
}

/** @internal Declares one listener of several signals about several classes. */
export function declareListener(declared: {
  readonly signals: readonly Signal[];
  readonly senders: readonly (SignalSender | undefined)[];
  readonly options: ListenerOptions;
}): AnyDecorator {
  const { signals, senders, options } = declared;
  return (target, method, descriptor) => {
    assertDeclaration(target, method, descriptor, declared);
    const decorator = Object.freeze({ method });
    addListeners(
      target,
      signals.flatMap((signal) =>
        senders.map((sender) => Object.freeze({ method, signal, sender, options, decorator })),
      ),
    );
  };
}

function listOf<T>(given: OneOrSeveral<T>): readonly T[] {
  return Array.isArray(given) ? (given as readonly T[]) : [given as T];
}

/** @internal */
export function decoratorOf<S extends Signal>(signal: S): SignalDecorator<S> {
  const decorator = (...given: [never, never]): unknown => OnSignal(signal as Signal, ...given);
  return decorator as SignalDecorator<S>;
}
