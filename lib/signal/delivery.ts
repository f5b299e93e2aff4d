import { isPromiseLike } from '../errors/is-promise-like.js';
import type { Budget } from './budget.js';
import type { Receiver } from './receiver.js';
import type { ReportError } from './reported-failure.js';
import { PostSignalError } from './signal-errors.js';
import type { ReceiverFailure } from './signal-errors.js';
import type { Sender, Signal } from './signal.js';

/** One sending of a signal. */
export interface Delivery {
  readonly signal: Signal;
  readonly sender: Sender;
  readonly payload: unknown;
  /** The time that receivers have. Undefined: as long as they like. */
  readonly budget: Budget | undefined;
  readonly disconnect: (receiver: Receiver) => boolean;
  readonly reportError: ReportError;
}

/** Calls one receiver after another; the first error ends it. */
export async function deliverPre(receivers: readonly Receiver[], delivery: Delivery): Promise<void> {
  for (const receiver of receivers) {
    // Whoever sends at the same time may have called it already.
    if (receiver.once && !delivery.disconnect(receiver)) continue;
    const pending = call(receiver, delivery);
    if (pending) await pending;
  }
}

/** Calls one receiver after another, all of them, and then throws what went wrong. */
export async function deliverPost(receivers: readonly Receiver[], delivery: Delivery): Promise<void> {
  const failures: ReceiverFailure[] = [];
  for (const receiver of receivers) {
    if (receiver.once && !delivery.disconnect(receiver)) continue;
    try {
      const pending = call(receiver, delivery);
      if (pending) await pending;
    } catch (error) {
      if (receiver.onError === 'log') report(error, receiver, delivery);
      else failures.push(Object.freeze({ receiver: receiver.name, error }));
    }
  }
  if (failures.length > 0) throw new PostSignalError(delivery.signal.name, failures, delivery.payload);
}

/** Calls one receiver after another, all of them, and reports what goes wrong. It never rejects. */
export async function deliverAfter(receivers: readonly Receiver[], delivery: Delivery): Promise<void> {
  for (const receiver of receivers) {
    if (receiver.once && !delivery.disconnect(receiver)) continue;
    try {
      const pending = call(receiver, delivery);
      if (pending) await pending;
    } catch (error) {
      report(error, receiver, delivery);
    }
  }
}

/**
 * Returns what is to be awaited, if anything is: synchronous receivers stay cheap, and the order is the same.
 * @throws what the receiver throws
 */
function call(receiver: Receiver, delivery: Delivery): PromiseLike<unknown> | undefined {
  const { payload, budget } = delivery;
  budget?.begin();
  const result = receiver.call(payload as never);
  if (!isPromiseLike(result)) return undefined;
  if (!budget) return result;
  return budget.wait(result, receiver.name, delivery.signal.name, (error) => {
    report(error, receiver, delivery);
  });
}

/** What is reported must never replace what is going on. */
function report(error: unknown, receiver: Receiver, delivery: Delivery): void {
  const { signal, sender, payload, reportError } = delivery;
  const { name, phase } = receiver;
  try {
    reportError(Object.freeze({ error, receiver: name, signal, phase, sender, payload }));
  } catch {
    // It was asked not to throw.
  }
}
