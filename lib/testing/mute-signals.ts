import { signals, transactionSignals } from '../lifecycle/signals.js';
import type { SignalBus } from '../signal/signal-bus.js';
import type { SignalSender, Signal } from '../signal/signal.js';

export interface MuteOptions {
  /** The signals to mute, in all their phases. Default all, with those of transactions. */
  readonly signals?: readonly Signal[];
  /** The class whose signals are muted, with its subclasses. Default every class. */
  readonly sender?: SignalSender;
}

/**
 * Runs `work` without sending signals, and sends them again afterwards, also after an error. Affects the whole application, not only
 * `work`.
 * @returns the result of `work`
 */
export async function muteSignals<R>(
  bus: SignalBus,
  work: () => R | Promise<R>,
  options: MuteOptions = {},
): Promise<R> {
  const undo = (options.signals ?? [...signals, ...transactionSignals]).map((signal) =>
    bus.mute(signal, options.sender),
  );
  try {
    return await work();
  } finally {
    for (const each of undo) each();
  }
}
