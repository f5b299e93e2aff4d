import { isAsyncFunction } from 'node:util/types';
import type { ReceiverCondition, ReceiverOptions } from './receiver.js';
import { Signal } from '../signal.js';
import { InvalidReceiverError } from '../signal-errors.js';

/** Checks the arguments of `connect`. @throws InvalidReceiverError if they do not describe a receiver of that signal */
export function assertReceiver(
  signal: unknown,
  sender: unknown,
  receiver: unknown,
  { phase, order = 0, exact = false, when, onError, documents }: ReceiverOptions & ReceiverCondition<never>,
): void {
  if (!(signal instanceof Signal))
    throw new InvalidReceiverError('an unknown signal', 'The first argument is not a signal');
  if (sender !== undefined && typeof sender !== 'function') {
    throw new InvalidReceiverError(
      signal.name,
      'The sender is not a class, as happens when modules import each other in a circle',
    );
  }
  if (exact && sender === undefined) {
    throw new InvalidReceiverError(signal.name, 'It has "exact", but no class is given');
  }
  if (typeof receiver !== 'function')
    throw new InvalidReceiverError(signal.name, 'The receiver is not a function');
  if (signal.isSynchronous && isAsyncFunction(receiver))
    throw new InvalidReceiverError(signal.name, 'The receiver is an async function, but cannot be awaited');
  if (!Number.isFinite(order))
    throw new InvalidReceiverError(signal.name, 'The order is not a finite number');
  if (when !== undefined && typeof when !== 'function')
    throw new InvalidReceiverError(signal.name, '"when" is not a function');
  if (onError !== undefined && signal.moment === 'pre')
    throw new InvalidReceiverError(signal.name, 'It has "onError", but errors of its receivers are vetoes');
  if (onError !== undefined && !['throw', 'log'].includes(onError))
    throw new InvalidReceiverError(signal.name, '"onError" is neither "throw" nor "log"');
  if (documents === true && (!signal.offersDocuments || (phase !== undefined && phase !== 'now')))
    throw new InvalidReceiverError(
      signal.name,
      'It has "documents", which only preUpdate and postUpdate offer, in the phase "now"',
    );
  if (phase !== undefined && !signal.phases.includes(phase)) {
    throw new InvalidReceiverError(
      signal.name,
      `It has no phase "${phase}", but only ${signal.phases.join(', ')}`,
    );
  }
}
