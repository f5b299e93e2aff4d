import { newStep } from '../lifecycle/operation-step.js';
import type { Payload, SignalPayloadOf, SignalSender, Signal } from '../signal/signal.js';
import type { Operation } from './operation.js';
import { payloadOf } from './operation-payload.js';
import type { Parts } from './operation-payload.js';

/**
 * Sends a synchronous signal of an operation. Receivers of a `post…` signal that fail in a transaction fail all of it.
 * @returns whether anybody listens
 * @throws what a `pre…` receiver threw, PostSignalError
 */
export function sendSynchronously<Of extends SignalPayloadOf, T extends object>(
  operation: Operation,
  signal: Signal<Of>,
  sender: SignalSender<T>,
  parts: Parts<Payload<Of, T>>,
): boolean {
  const { bus, path } = operation.repository;
  if (!bus.hasReceivers(signal, sender)) return false;
  const { budget, session, scope } = operation;
  try {
    void bus.deliver(
      signal,
      sender,
      payloadOf(operation, signal, sender, session, budget, parts),
      budget,
      path.callerAt(newStep(operation, signal.name)),
    );
  } catch (error) {
    if (signal.moment === 'post') scope?.fail(error);
    throw error;
  }
  return true;
}
