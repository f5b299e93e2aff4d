/**
 * When a receiver is called.
 * `now`: in the operation that sends the signal, and in its transaction if it has one.
 * `afterCommit`: once what was written is committed; without a transaction right after the write.
 * `notApplied`: once it is certain that a write that was announced by its `pre…` signals is not applied: it was vetoed, invalid or
 * refused, or its transaction was rolled back.
 */
export type SignalPhase = 'now' | 'afterCommit' | 'notApplied';

/** A phase that comes after the operation: an error in it reaches no caller. */
export type AfterPhase = Exclude<SignalPhase, 'now'>;

/** Every phase, in the order of time. Signals that report a write have all of them. */
export const allPhases: readonly SignalPhase[] = Object.freeze(['now', 'afterCommit', 'notApplied'] as const);

/** The phase of signals that report no write. */
export const nowOnly: readonly ['now'] = Object.freeze(['now'] as const);
