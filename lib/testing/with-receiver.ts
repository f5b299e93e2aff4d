import type { ReceiverFunction, ReceiverOptions } from '../signal/receiver/receiver.js';
import type { SignalBus } from '../signal/signal-bus.js';
import type { Payload, SignalPayloadOf, ReceiverResult, SignalSender, Signal } from '../signal/signal.js';

/** A receiver for a block, with its signal, class and options. */
export interface TemporaryReceiver<Of extends SignalPayloadOf, T extends object> extends ReceiverOptions {
  readonly signal: Signal<Of>;
  readonly sender?: SignalSender<T>;
  readonly receiver: ReceiverFunction<Payload<Of, T>, ReceiverResult<Of>>;
}

/**
 * Runs `work` while a receiver is connected, and disconnects it afterwards, also after an error, and even if it was connected before.
 * @returns the result of `work`
 */
export async function withReceiver<Of extends SignalPayloadOf, T extends object, R>(
  bus: SignalBus,
  { signal, sender, receiver, ...options }: TemporaryReceiver<Of, T>,
  work: () => R | Promise<R>,
): Promise<R> {
  const undo = bus.connect(signal, sender, receiver, options);
  try {
    return await work();
  } finally {
    undo();
  }
}
