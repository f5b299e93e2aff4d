import { describeError } from '../errors/describe-error.js';
import { DocumentsError } from '../errors/documents-error.js';

const inspect = Symbol.for('nodejs.util.inspect.custom');

/** An error of one receiver of a `post…` signal. */
export interface ReceiverFailure {
  /** The receiver's name: `PersonListener.recordDeletion`. */
  readonly receiver: string;
  readonly error: unknown;
}

/**
 * Receivers of a `post…` signal failed. What the signal reports has happened and stands; all receivers have run.
 * `failures` holds every error with the name of its receiver.
 */
export class PostSignalError extends DocumentsError {
  readonly code = 'POST_SIGNAL_FAILED';
  /** Always true: what the signal reports was done, as a write was applied, or a document loaded. */
  readonly applied = true;
  /** The signal's name: `postSave`. */
  readonly signal: string;
  declare readonly failures: readonly ReceiverFailure[];
  /** The document that the signal is about, where it is about one. */
  declare readonly document: object | undefined;
  /** The documents that the signal is about, where it is about several. */
  declare readonly documents: readonly object[] | undefined;

  constructor(signal: string, failures: readonly ReceiverFailure[], payload: unknown) {
    super({
      problem: `${failures.map((failure) => failure.receiver).join(', ')} failed on ${signal}`,
      reason: `What ${signal} reports was done before, and stands; all receivers were called`,
      remedy: `See "failures" for each error; connect a receiver whose errors should only be logged with { onError: 'log' }`,
      cause: failures[0]?.error,
    });
    this.signal = signal;
    const subject = (payload ?? {}) as { document?: object; documents?: readonly object[] };
    Object.defineProperties(this, {
      failures: { value: Object.freeze([...failures]) },
      document: { value: subject.document },
      documents: { value: subject.documents },
    });
  }

  /** Logged with the errors of the receivers, but without what the driver puts into its own. */
  [inspect](): string {
    const failures = this.failures.map(({ receiver, error }) => `\n[${receiver}]: ${describeError(error)}`);
    return `${this.stack ?? this.message}\ncode: ${this.code}${failures.join('')}`;
  }
}

/** A receiver took longer than it may. The `abortSignal` that it was given is aborted, with this error as its reason. */
export class ReceiverTimeoutError extends DocumentsError {
  readonly code = 'RECEIVER_TIMEOUT';
  /** The receiver's name: `PersonListener.recordDeletion`. */
  readonly receiver: string;
  /** The signal's name: `postSave`. */
  readonly signal: string;
  /** The time that it had, in ms. */
  readonly timeout: number;

  /** @param total what all receivers of the operation together may take, in ms, if that is what was used up */
  constructor(receiver: string, signal: string, timeout: number, total: number | undefined) {
    super({
      problem: `${receiver} did not finish ${signal} within ${Math.round(timeout)} ms`,
      reason:
        total === undefined
          ? 'That is the time that a receiver may take'
          : `All receivers of an operation together may take ${total} ms, and the others had the rest`,
      remedy:
        'Do what takes long after the commit or elsewhere, end it when "abortSignal" of the payload is aborted, or raise the timeout',
    });
    this.receiver = receiver;
    this.signal = signal;
    this.timeout = timeout;
  }
}

/** A receiver that is no function, or an order that is no number: nothing was connected. */
export class InvalidReceiverError extends DocumentsError {
  readonly code = 'INVALID_RECEIVER';

  constructor(signal: string, reason: string) {
    super({
      problem: `A receiver of ${signal} cannot be connected`,
      reason,
      remedy:
        'Pass a signal of this package, a document class, a function, a finite number as order, a phase that the signal has, and "onError" only for a "post…" signal',
    });
  }
}
