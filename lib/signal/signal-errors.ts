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
 * Receivers of a `post…` signal failed. The reported write or load has happened and stays; all receivers were called. `failures` holds
 * every error with the name of its receiver.
 */
export class PostSignalError extends DocumentsError {
  readonly code = 'POST_SIGNAL_FAILED';
  /** Always true: the write that the signal reports was applied, or the document loaded. */
  readonly applied = true;
  /** The signal's name: `postSave`. */
  readonly signal: string;
  declare readonly failures: readonly ReceiverFailure[];
  /** The document of the signal, if it is about one. */
  declare readonly document: object | undefined;
  /** The documents of the signal, if it is about several. */
  declare readonly documents: readonly object[] | undefined;

  /** @param last the signal on which the last of the receivers failed, if it is another one */
  constructor(signal: string, failures: readonly ReceiverFailure[], payload: unknown, last = signal) {
    super({
      problem: `${failures.map((failure) => failure.receiver).join(', ')} failed on ${signal}${last === signal ? '' : ` and ${last}`}`,
      reason: `The operation that ${signal} reports has completed and stands; all receivers were called`,
      remedy: `See "failures" for each error; use { onError: 'log' } for receivers whose errors should only be logged`,
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

  /** @internal Joins it with the failures on a later signal of the same operation. */
  with({ signal, failures }: PostSignalError): PostSignalError {
    const { document, documents } = this;
    return new PostSignalError(this.signal, [...this.failures, ...failures], { document, documents }, signal);
  }

  /** Logs the errors of the receivers too, but without the details that the driver puts into its own errors. */
  [inspect](): string {
    const failures = this.failures.map(({ receiver, error }) => `\n[${receiver}]: ${describeError(error)}`);
    return `${this.stack ?? this.message}\ncode: ${this.code}${failures.join('')}`;
  }
}

/** A receiver exceeded its time limit. Its `abortSignal` is aborted, with this error as the reason. */
export class ReceiverTimeoutError extends DocumentsError {
  readonly code = 'RECEIVER_TIMEOUT';
  /** The receiver's name: `PersonListener.recordDeletion`. */
  readonly receiver: string;
  /** The signal's name: `postSave`. */
  readonly signal: string;
  /** The time limit in ms. */
  readonly timeout: number;

  /** @param total the limit of all receivers of the operation together, in ms, if that was exceeded */
  constructor(receiver: string, signal: string, timeout: number, total: number | undefined) {
    super({
      problem: `${receiver} did not finish ${signal} within ${Math.round(timeout)} ms`,
      reason:
        total === undefined
          ? 'That is the timeout of a receiver'
          : `All receivers of an operation together may take ${total} ms, and the others used up the rest`,
      remedy:
        'Do slow work after the commit or elsewhere, stop it when "abortSignal" of the payload is aborted, or raise the timeout',
    });
    this.receiver = receiver;
    this.signal = signal;
    this.timeout = timeout;
  }
}

/** A receiver of a synchronous signal returned a promise, which nobody can await. */
export class AsynchronousReceiverError extends DocumentsError {
  readonly code = 'ASYNCHRONOUS_RECEIVER';
  /** The receiver's name: `PersonListener.decrypt`. */
  readonly receiver: string;
  /** The signal's name: `postInit`. */
  readonly signal: string;

  constructor(receiver: string, signal: string) {
    super({
      problem: `${receiver} returned a promise from ${signal}`,
      reason: `${signal} is sent while a document is created, where nothing can be awaited`,
      remedy:
        'Return nothing, or do asynchronous work in a receiver of postLoad, which is awaited before a loaded document is returned, or of preSave',
    });
    this.receiver = receiver;
    this.signal = signal;
  }
}

/** The receiver is not a function, or its order is not a number: nothing was connected. */
export class InvalidReceiverError extends DocumentsError {
  readonly code = 'INVALID_RECEIVER';

  constructor(signal: string, reason: string) {
    super({
      problem: `A receiver of ${signal} cannot be connected`,
      reason,
      remedy:
        'Pass a signal of this package, a document class, a function that is not async for preInit and postInit, a finite number as order, a phase that the signal has, and "onError" only for a "post…" signal',
    });
  }
}
