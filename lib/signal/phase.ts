/**
 * When a receiver is called.
 * `now`: in the operation that sends the signal, and in its transaction if it has one.
 * `afterCommit`: once what was written is committed; without a transaction right after the write.
 * `afterRollback`: once the transaction that it was written in has been rolled back.
 */
export type SignalPhase = 'now' | 'afterCommit' | 'afterRollback';

/** A phase that comes after the operation: an error in it reaches no caller. */
export type AfterPhase = Exclude<SignalPhase, 'now'>;

/** Every phase, in the order of time. Signals that report a write have all of them. */
export const allPhases: readonly SignalPhase[] = Object.freeze([
  'now',
  'afterCommit',
  'afterRollback',
] as const);

/** The phase of signals that report no write. */
export const nowOnly: readonly ['now'] = Object.freeze(['now'] as const);
