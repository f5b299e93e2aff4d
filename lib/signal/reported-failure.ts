import type { SignalPhase } from './phase.js';
import type { SignalSender, Signal } from './signal.js';

/** An error of a receiver that reaches no caller, and is reported instead. Frozen. */
export interface ReportedFailure {
  readonly error: unknown;
  /** The receiver's name: `PersonListener.recordDeletion`. */
  readonly receiver: string;
  readonly signal: Signal;
  readonly phase: SignalPhase;
  /** The class that the signal was about. */
  readonly sender: SignalSender;
  /** What the receiver was given. */
  readonly payload: unknown;
}

/** Told of each error that reaches no caller. It must not throw. */
export type ReportError = (failure: ReportedFailure) => void;
