import { signalsWithPaths } from '../../lifecycle/signals.js';
import { Signal } from '../../signal/signal.js';
import type { SignalSender } from '../../signal/signal.js';
import type { ListenerOptions } from './listener-declaration.js';
import { InvalidListenerError } from '../listener-errors.js';

/** The listener as errors name it: `PersonListener.normalise`. */
function nameOf(target: object, method: string | symbol): string {
  return `${target.constructor.name}.${String(method)}`;
}

/** Checks the place, signals and options of a decorator. @throws InvalidListenerError */
export function assertDeclaration(
  target: object,
  method: string | symbol,
  descriptor: unknown,
  {
    signals,
    senders,
    options,
  }: {
    readonly signals: readonly Signal[];
    readonly senders: readonly (SignalSender | undefined)[];
    readonly options: ListenerOptions;
  },
): void {
  const listener = nameOf(target, method);
  if (signals.length === 0 || senders.length === 0)
    throw new InvalidListenerError(
      listener,
      'One of its lists is empty',
      'Name at least one, or leave the list out',
    );
  for (const signal of signals) assertOptions(listener, signal, options);
  if (options.paths !== undefined && senders.includes(undefined))
    throw new InvalidListenerError(
      listener,
      'It asks for paths, but listens to every document class',
      'Name the classes that have them',
    );
  const isMethod = typeof (descriptor as PropertyDescriptor | undefined)?.value === 'function';
  if (typeof target === 'function' || !isMethod)
    throw new InvalidListenerError(
      listener,
      'It is static or not a method',
      'Decorate a method of a provider',
    );
}

/** Checks that all classes exist: an undefined one must not become "every class". @throws InvalidListenerError */
export function assertClassesGiven(target: object, method: string | symbol, given: readonly unknown[]): void {
  if (given.length === 0) return;
  const [first] = given;
  const isOptions = typeof first === 'object' && first !== null && !Array.isArray(first);
  const classes: readonly unknown[] = Array.isArray(first) ? (first as unknown[]) : [first];
  if (isOptions || classes.every((each) => typeof each === 'function')) return;
  throw new InvalidListenerError(
    nameOf(target, method),
    'Its document class is undefined, as happens when modules import each other in a circle',
    'Import the class from its own file',
  );
}

function assertOptions(listener: string, signal: Signal, options: ListenerOptions): void {
  const { phase, onError, paths, documents } = options;
  if (!((signal as unknown) instanceof Signal))
    throw new InvalidListenerError(
      listener,
      'It was not given a signal',
      'Pass one of this package, as preSave',
    );
  if (phase !== undefined && !signal.phases.includes(phase))
    throw new InvalidListenerError(
      listener,
      `It asks for the phase "${phase}", but ${signal.name} only has ${signal.phases.join(', ')}`,
      'Only signals that report a write have later phases: listen to postWrite, postSave, postDelete or postBulkInsert, or leave the phase out',
    );
  if (onError !== undefined && signal.moment === 'pre')
    throw new InvalidListenerError(
      listener,
      `It has "onError", but an error on ${signal.name} is a veto`,
      'Leave "onError" out, and catch errors that are not vetoes in the method',
    );
  if (documents === true && (!signal.offersDocuments || (phase ?? 'now') !== 'now'))
    throw new InvalidListenerError(
      listener,
      `It asks for documents, but ${signal.name} does not offer them in its phase`,
      'Leave "documents" out, or listen to preUpdate or postUpdate in the phase "now"',
    );
  if (paths !== undefined && !signalsWithPaths.includes(signal))
    throw new InvalidListenerError(
      listener,
      `It asks for paths, but ${signal.name} does not report changes`,
      `Leave "paths" out, or listen to ${signalsWithPaths.map(({ name }) => name).join(', ')}`,
    );
}
