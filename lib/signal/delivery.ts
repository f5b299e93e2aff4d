import { promiseOf } from '../errors/promise-of.js';
import type { OperationTimeout } from './timeout.js';
import type { Receiver } from './receiver/receiver.js';
import type { ReportError } from './reported-failure.js';
import { AsynchronousReceiverError, PostSignalError, ReceiverTimeoutError } from './signal-errors.js';
import type { ReceiverFailure } from './signal-errors.js';
import type { SignalSender, Signal } from './signal.js';

/** Runs a receiver as a part of what sends the signal; what it calls later is still known as nested. */
export type RunTracked = <R>(call: () => R) => R;

/** One sending of a signal. */
export interface Delivery {
  readonly signal: Signal;
  readonly sender: SignalSender;
  readonly payload: unknown;
  /** The time that receivers have. Undefined: as long as they like. */
  readonly timeout: OperationTimeout | undefined;
  /** Default they are just called. */
  readonly runTracked: RunTracked | undefined;
  /** What was called, where a receiver may stand in the list several times with different conditions. */
  readonly called: Set<unknown> | undefined;
  readonly disconnect: (receiver: Receiver) => boolean;
  readonly reportError: ReportError;
}

/** What is awaited, if anything is: where all receivers are synchronous nothing is, and the signal costs no promise. */
export type Delivering = Promise<void> | undefined;

/** Calls one receiver after another; the first error ends it. @throws that error, at once or by the promise */
export function deliverPre(receivers: readonly Receiver[], delivery: Delivery): Delivering {
  return callFrom(0, receivers, delivery, veto);
}

function veto(error: unknown): never {
  throw error;
}

/** Calls one receiver after another, all of them, and then throws what went wrong, at once or by the promise. @throws PostSignalError */
export function deliverPost(receivers: readonly Receiver[], delivery: Delivery): Delivering {
  const failures: ReceiverFailure[] = [];
  const calling = callFrom(0, receivers, delivery, (error, receiver) => {
    if (receiver.onError === 'log') report(error, receiver, delivery);
    else failures.push(Object.freeze({ receiver: receiver.name, error }));
  });
  const end = (): void => {
    if (failures.length > 0) throw new PostSignalError(delivery.signal.name, failures, delivery.payload);
  };
  if (calling) return calling.then(end);
  end();
  return undefined;
}

/** Calls one receiver after another, all of them, and reports what goes wrong. It never throws. */
export function deliverAfter(receivers: readonly Receiver[], delivery: Delivery): Delivering {
  return callFrom(0, receivers, delivery, (error, receiver) => {
    report(error, receiver, delivery);
  });
}

type OnFailure = (error: unknown, receiver: Receiver) => void;

/** @param fail is told of an error; what it throws ends the calling */
function callFrom(
  start: number,
  receivers: readonly Receiver[],
  delivery: Delivery,
  fail: OnFailure,
): Delivering {
  for (let index = start; index < receivers.length; index++) {
    const receiver = receivers[index] as Receiver;
    let pending: Promise<unknown> | undefined;
    try {
      const payload = payloadFor(receiver, delivery);
      pending = isDue(receiver, payload, delivery) ? call(receiver, payload, delivery) : undefined;
    } catch (error) {
      fail(error, receiver);
    }
    if (pending) return callAfter(pending, index, receivers, delivery, fail);
  }
  return undefined;
}

async function callAfter(
  pending: Promise<unknown>,
  index: number,
  receivers: readonly Receiver[],
  delivery: Delivery,
  fail: OnFailure,
): Promise<void> {
  try {
    await pending;
  } catch (error) {
    fail(error, receivers[index] as Receiver);
  }
  await callFrom(index + 1, receivers, delivery, fail);
}

/** Whether it is the receiver's turn, which is its only one if it is for one call. @throws what its `when` throws */
function isDue(receiver: Receiver, payload: unknown, { signal, called, disconnect }: Delivery): boolean {
  if (signal.narrow && payload === undefined) return false;
  if (receiver.when && !receiver.when(payload as never)) return false;
  if (called?.has(receiver.call)) return false;
  called?.add(receiver.call);
  // Whoever sends at the same time may have called it already.
  return !receiver.once || disconnect(receiver);
}

/**
 * Returns what is to be awaited, if anything is: synchronous receivers stay cheap, and the order is the same.
 * @throws what the receiver throws
 */
function call(receiver: Receiver, payload: unknown, delivery: Delivery): Promise<unknown> | undefined {
  const { timeout } = delivery;
  timeout?.begin();
  const result = resultOf(receiver, payload, delivery);
  if (result && delivery.signal.isSynchronous) {
    leave(result, receiver, delivery);
    return undefined;
  }
  if (!result || !timeout) return result;
  return timeout.wait(
    result,
    (limit, total) => new ReceiverTimeoutError(receiver.name, delivery.signal.name, limit, total),
    (error) => {
      report(error, receiver, delivery);
    },
  );
}

/**
 * Leaves a promise that nobody can wait for; what it is rejected with is reported. Plain listeners of the emitter may return one.
 * @throws AsynchronousReceiverError
 */
function leave(result: Promise<unknown>, receiver: Receiver, delivery: Delivery): undefined {
  result.catch((error: unknown) => {
    report(error, receiver, delivery);
  });
  if (receiver.isPlain) return undefined;
  throw new AsynchronousReceiverError(receiver.name, delivery.signal.name);
}

/** The promise of what the receiver returns is made where it is called, so that what a query does then belongs to it too. */
function resultOf(
  receiver: Receiver,
  payload: unknown,
  { runTracked }: Delivery,
): Promise<unknown> | undefined {
  const call = (): Promise<unknown> | undefined => promiseOf(receiver.call(payload as never));
  return runTracked ? runTracked(call) : call();
}

/** The payload, or what of it is meant for the receiver. */
function payloadFor(receiver: Receiver, { signal, payload }: Delivery): unknown {
  return signal.narrow ? signal.narrow(payload, receiver) : payload;
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
