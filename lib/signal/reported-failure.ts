import type { SignalPhase } from './phase.js';
import type { SignalSender, Signal } from './signal.js';

/** An error of a receiver that is reported instead of reaching a caller. Frozen. */
export interface ReportedFailure {
  readonly error: unknown;
  /** The receiver's name: `PersonListener.recordDeletion`. */
  readonly receiver: string;
  readonly signal: Signal;
  readonly phase: SignalPhase;
  /** The class that the signal was about. */
  readonly sender: SignalSender;
  /** The payload that the receiver was called with. */
  readonly payload: unknown;
}

/** Receives each error that does not reach a caller. It must not throw. */
export type ReportError = (failure: ReportedFailure) => void;
