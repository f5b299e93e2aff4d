import { isPromiseLike } from '../errors/is-promise-like.js';
import type { Receiver } from './receiver.js';
import { PostSignalError } from './signal-errors.js';
import type { ReceiverFailure } from './signal-errors.js';
import type { Signal } from './signal.js';

/** Told of each error of a receiver whose errors are only logged. */
export type ReportError = (error: unknown, receiver: string, signal: string) => void;

/** Calls one receiver after another; the first error ends it. */
export async function deliverPre(
  receivers: readonly Receiver[],
  payload: unknown,
  disconnect: (receiver: Receiver) => boolean,
): Promise<void> {
  for (const receiver of receivers) {
    // Whoever sends at the same time may have called it already.
    if (receiver.once && !disconnect(receiver)) continue;
    const result = receiver.call(payload as never);
    if (isPromiseLike(result)) await result;
  }
}

/** Calls one receiver after another, all of them, and then throws what went wrong. */
export async function deliverPost(
  signal: Signal,
  receivers: readonly Receiver[],
  payload: unknown,
  disconnect: (receiver: Receiver) => boolean,
  reportError: ReportError,
): Promise<void> {
  const failures: ReceiverFailure[] = [];
  for (const receiver of receivers) {
    // Whoever sends at the same time may have called it already.
    if (receiver.once && !disconnect(receiver)) continue;
    try {
      const result = receiver.call(payload as never);
      if (isPromiseLike(result)) await result;
    } catch (error) {
      if (receiver.onError === 'log') reportError(error, receiver.name, signal.name);
      else failures.push(Object.freeze({ receiver: receiver.name, error }));
    }
  }
  if (failures.length > 0) throw new PostSignalError(signal.name, failures, payload);
}
