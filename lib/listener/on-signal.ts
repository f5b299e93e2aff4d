import type { SignalPhase } from '../signal/phase.js';
import { Signal } from '../signal/signal.js';
import type { Payload, SignalPayloadOf, SignalSender } from '../signal/signal.js';
import type { ListenerDeclaration, ListenerDecorator, ListenerOptions } from './listener-declaration.js';
import { InvalidListenerError } from './listener-errors.js';
import { addListener } from './listener-metadata.js';

/** Makes decorators of one signal: for a class and those that extend it, or for every document class. */
export interface SignalDecorator<Of extends SignalPayloadOf, P extends SignalPhase = SignalPhase> {
  <T extends object>(
    sender: SignalSender<T>,
    options?: ListenerOptions<P>,
  ): ListenerDecorator<Payload<Of, T>>;
  (options?: ListenerOptions<P>): ListenerDecorator<Payload<Of, object>>;
}

/**
 * Connects a method of a provider to a signal: `@OnSignal(preSave, Person)`. Without a class it hears every document class.
 * There is a decorator for each signal as well: `@OnPreSave(Person)`.
 */
export function OnSignal<Of extends SignalPayloadOf, T extends object, P extends SignalPhase>(
  signal: Signal<Of, P>,
  sender: SignalSender<T>,
  options?: ListenerOptions<NoInfer<P>>,
): ListenerDecorator<Payload<Of, T>>;
export function OnSignal<Of extends SignalPayloadOf, P extends SignalPhase>(
  signal: Signal<Of, P>,
  options?: ListenerOptions<NoInfer<P>>,
): ListenerDecorator<Payload<Of, object>>;
export function OnSignal(
  signal: Signal,
  ...given: [(SignalSender | ListenerOptions)?, ListenerOptions?]
): ListenerDecorator<never> {
  const [first, second] = given;
  const isForClass = typeof first === 'function';
  const sender = isForClass ? first : undefined;
  const options = (isForClass ? second : first) ?? {};
  const decorate = declareListener({ signal, sender, connection: undefined, options });
  return (target, method, descriptor) => {
    assertClassGiven(nameOf(target, method), given);
    decorate(target, method, descriptor);
  };
}

/** @internal */
export function declareListener(declared: Omit<ListenerDeclaration, 'method'>): ListenerDecorator<never> {
  return (target, method, descriptor) => {
    const listener = nameOf(target, method);
    const { signal, options } = declared;
    if (!((signal as unknown) instanceof Signal))
      throw new InvalidListenerError(
        listener,
        'Its signal is no signal',
        'Pass one of this package, as preSave',
      );
    assertPhase(listener, signal, options.phase);
    if (
      typeof target === 'function' ||
      typeof (descriptor as PropertyDescriptor | undefined)?.value !== 'function'
    ) {
      throw new InvalidListenerError(
        listener,
        'It is static or no method',
        'Decorate a method of a provider',
      );
    }
    addListener(target, Object.freeze({ method, ...declared }));
  };
}

function nameOf(target: object, method: string | symbol): string {
  return `${target.constructor.name}.${String(method)}`;
}

/** A class that is not there yet must not become "every class". */
function assertClassGiven(listener: string, given: readonly unknown[]): void {
  if (
    given.length === 0 ||
    typeof given[0] === 'function' ||
    (typeof given[0] === 'object' && given[0] !== null)
  )
    return;
  throw new InvalidListenerError(
    listener,
    'The document class that it was given is undefined, as happens when modules import each other in a circle',
    'Import the class from its own file',
  );
}

function assertPhase(listener: string, signal: Signal, phase: SignalPhase | undefined): void {
  if (phase === undefined || signal.phases.includes(phase)) return;
  throw new InvalidListenerError(
    listener,
    `It asks for the phase "${phase}", and ${signal.name} only has ${signal.phases.join(', ')}`,
    'Only signals that report a write have later phases: listen to postSave, postDelete or postBulkInsert, or leave the phase out',
  );
}

/** @internal */
export function decoratorOf<Of extends SignalPayloadOf, P extends SignalPhase>(
  signal: Signal<Of, P>,
): SignalDecorator<Of, P> {
  const decorator = (...given: [never, never]): ListenerDecorator<never> =>
    OnSignal(signal as Signal, ...given);
  return decorator as SignalDecorator<Of, P>;
}
