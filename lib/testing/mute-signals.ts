import { signals, unitSignals } from '../lifecycle/signals.js';
import type { SignalBus } from '../signal/signal-bus.js';
import type { SignalSender, Signal } from '../signal/signal.js';

export interface MuteOptions {
  /** Which signals, in all their phases. Default all, and those of transactions. */
  readonly signals?: readonly Signal[];
  /** Of which class and those that extend it. Default every class. */
  readonly sender?: SignalSender;
}

/**
 * Runs `work` while nobody hears signals, and lets them be heard again afterwards, also after an error.
 * For the whole application, not only for what `work` does.
 * @returns what `work` returns
 */
export async function muteSignals<R>(
  bus: SignalBus,
  work: () => R | Promise<R>,
  options: MuteOptions = {},
): Promise<R> {
  const undo = (options.signals ?? [...signals, ...unitSignals]).map((signal) =>
    bus.mute(signal, options.sender),
  );
  try {
    return await work();
  } finally {
    for (const each of undo) each();
  }
}
