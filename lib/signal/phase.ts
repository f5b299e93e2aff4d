/**
 * When a receiver is called. `now`: inside the operation and its transaction. `afterCommit`: after the commit, or after a write without a
 * transaction. `notApplied`: once a write is certain to have failed (vetoed, invalid, refused or rolled back).
 */
export type SignalPhase = 'now' | 'afterCommit' | 'notApplied';

/** A phase after the operation: errors in it do not reach a caller. */
export type AfterPhase = Exclude<SignalPhase, 'now'>;

/** All phases in order of time. Signals that report a write have all of them. */
export const allPhases: readonly SignalPhase[] = Object.freeze(['now', 'afterCommit', 'notApplied'] as const);

/** The phase of signals that do not report a write. */
export const nowOnly: readonly ['now'] = Object.freeze(['now'] as const);
