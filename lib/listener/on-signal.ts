import { Signal } from '../signal/signal.js';
import type { Payload, PayloadOf, Sender } from '../signal/signal.js';
import type { ListenerDeclaration, ListenerDecorator, ListenerOptions } from './listener-declaration.js';
import { InvalidListenerError } from './listener-errors.js';
import { addListener } from './listener-metadata.js';

/** Makes decorators of one signal: for a class and those that extend it, or for every document class. */
export interface SignalDecorator<Of extends PayloadOf> {
  <T extends object>(sender: Sender<T>, options?: ListenerOptions): ListenerDecorator<Payload<Of, T>>;
  (options?: ListenerOptions): ListenerDecorator<Payload<Of, object>>;
}

/**
 * Connects a method of a provider to a signal: `@OnSignal(preSave, Person)`. Without a class it hears every document class.
 * There is a decorator for each signal as well: `@OnPreSave(Person)`.
 */
export function OnSignal<Of extends PayloadOf, T extends object>(
  signal: Signal<Of>,
  sender: Sender<T>,
  options?: ListenerOptions,
): ListenerDecorator<Payload<Of, T>>;
export function OnSignal<Of extends PayloadOf>(
  signal: Signal<Of>,
  options?: ListenerOptions,
): ListenerDecorator<Payload<Of, object>>;
export function OnSignal(
  signal: Signal,
  ...given: [(Sender | ListenerOptions)?, ListenerOptions?]
): ListenerDecorator<never> {
  const [first, second] = given;
  const isForClass = typeof first === 'function';
  return (target, method, descriptor) => {
    const listener = `${target.constructor.name}.${String(method)}`;
    if (!(signal instanceof Signal))
      throw new InvalidListenerError(
        listener,
        'Its signal is no signal',
        'Pass one of this package, as preSave',
      );
    assertClassGiven(listener, given);
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
    const declaration: ListenerDeclaration = {
      method,
      signal,
      sender: isForClass ? first : undefined,
      options: (isForClass ? second : first) ?? {},
    };
    addListener(target, Object.freeze(declaration));
  };
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

/** @internal */
export function decoratorOf<Of extends PayloadOf>(signal: Signal<Of>): SignalDecorator<Of> {
  const decorator = (...given: [never, never]): ListenerDecorator<never> =>
    OnSignal(signal as Signal, ...given);
  return decorator as SignalDecorator<Of>;
}
