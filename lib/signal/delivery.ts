import { promiseOf } from '../errors/promise-of.js';
import type { OperationTimeout } from './timeout.js';
import type { JoinedConnections } from './receiver/joined-connections.js';
import type { Receiver } from './receiver/receiver.js';
import type { ReportError } from './reported-failure.js';
import { AsynchronousReceiverError, PostSignalError, ReceiverTimeoutError } from './signal-errors.js';
import type { ReceiverFailure } from './signal-errors.js';
import type { SignalSender, Signal } from './signal.js';

/** Runs a receiver as a part of the operation that sends the signal; operations that it starts later still count as nested. */
export type RunTracked = <R>(call: () => R) => R;

/** One sending of a signal. */
export interface Delivery {
  readonly signal: Signal;
  readonly sender: SignalSender;
  readonly payload: unknown;
  /** The time limit of the receivers; undefined for none. */
  readonly timeout: OperationTimeout | undefined;
  /** By default receivers are called directly. */
  readonly runTracked: RunTracked | undefined;
  /** Functions called so far; needed where a receiver is listed several times with different conditions. */
  readonly called: Set<unknown> | undefined;
  /** All connections of each receiver's function, for a signal about several documents. */
  readonly joined: JoinedConnections | undefined;
  readonly disconnect: (receiver: Receiver) => boolean;
  readonly reportError: ReportError;
}

/** The promise to await, if any. Synchronous receivers leave nothing to await, and the signal costs no promise. */
export type Delivering = Promise<void> | undefined;

/** Calls one receiver after another; the first error ends it. @throws that error, synchronously or by the promise */
export function deliverPre(receivers: readonly Receiver[], delivery: Delivery): Delivering {
  return callFrom(0, receivers, delivery, veto);
}

function veto(error: unknown): never {
  throw error;
}

/** Calls all receivers one after another, then throws their errors, synchronously or by the promise. @throws PostSignalError */
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

/** Calls all receivers one after another and reports their errors. It never throws. */
export function deliverAfter(receivers: readonly Receiver[], delivery: Delivery): Delivering {
  return callFrom(0, receivers, delivery, (error, receiver) => {
    report(error, receiver, delivery);
  });
}

type OnFailure = (error: unknown, receiver: Receiver) => void;

/** @param fail receives an error; if it throws, no more receivers are called */
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

/** Whether to call the receiver now; one that is connected for a single call is disconnected first. @throws what its `when` throws */
function isDue(receiver: Receiver, payload: unknown, { signal, called, disconnect }: Delivery): boolean {
  if (signal.narrow && payload === undefined) return false;
  if (receiver.when && !receiver.when(payload as never)) return false;
  if (called?.has(receiver.call)) return false;
  called?.add(receiver.call);
  // Another sending at the same time may have called it already.
  return !receiver.once || disconnect(receiver);
}

/**
 * Calls a receiver and returns the promise to await, if any: synchronous receivers stay cheap, and the order is the same.
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
 * Leaves a promise that nobody can await; its rejection is reported. Plain listeners of the emitter may return one.
 * @throws AsynchronousReceiverError
 */
function leave(result: Promise<unknown>, receiver: Receiver, delivery: Delivery): undefined {
  result.catch((error: unknown) => {
    report(error, receiver, delivery);
  });
  if (receiver.isPlain) return undefined;
  throw new AsynchronousReceiverError(receiver.name, delivery.signal.name);
}

/** Makes the promise of the receiver's result where the receiver is called, so that a lazy query that it returns belongs to it too. */
function resultOf(
  receiver: Receiver,
  payload: unknown,
  { runTracked }: Delivery,
): Promise<unknown> | undefined {
  const call = (): Promise<unknown> | undefined => promiseOf(receiver.call(payload as never));
  return runTracked ? runTracked(call) : call();
}

/** The payload, or the part of it that is meant for the receiver. */
function payloadFor(receiver: Receiver, { signal, payload, joined }: Delivery): unknown {
  return signal.narrow ? signal.narrow(payload, joined?.get(receiver) ?? [receiver]) : payload;
}

/** The payload that the receiver was called with, and the class that it is about. */
function receivedBy(receiver: Receiver, delivery: Delivery): Pick<Delivery, 'payload' | 'sender'> {
  const { signal, sender, payload } = delivery;
  if (!signal.narrow) return { payload, sender };
  const received = payloadFor(receiver, delivery) as { readonly sender?: SignalSender } | undefined;
  return { payload: received, sender: received?.sender ?? sender };
}

/** Reports an error. A failing report must never replace the result of the operation. */
function report(error: unknown, receiver: Receiver, delivery: Delivery): void {
  const { signal, reportError } = delivery;
  const { name, phase } = receiver;
  try {
    const { payload, sender } = receivedBy(receiver, delivery);
    reportError(Object.freeze({ error, receiver: name, signal, phase, sender, payload }));
  } catch {
    // The reporter must not throw; an error of it is dropped.
  }
}
