import type { Payload, SignalPayloadOf, SignalSender, Signal } from '../../signal/signal.js';
import { send } from './announcement.js';
import type { Operation } from '../operation.js';
import type { OwnFields } from './operation-payload.js';

/**
 * Sends a synchronous signal of an operation. A `post…` receiver that fails inside a transaction fails all of it.
 * @returns whether it has receivers
 * @throws what a `pre…` receiver threw, PostSignalError
 */
export function sendSynchronously<Of extends SignalPayloadOf, T extends object>(
  operation: Operation,
  signal: Signal<Of>,
  sender: SignalSender<T>,
  parts: OwnFields<Payload<Of, T>>,
): boolean {
  if (!operation.repository.bus.hasReceivers(signal, sender)) return false;
  try {
    void send(operation, signal, sender, parts);
  } catch (error) {
    if (signal.moment === 'post') operation.attempt?.fail(error);
    throw error;
  }
  return true;
}
