import type { ClientSession } from 'mongodb';
import type { CallKind } from '../driver/translation/classify-error.js';
import { CommandQueue } from './command/command-queue.js';
import type { Connection } from '../driver/connection.js';
import { Notices } from './notices.js';
import { WriteOutcomeUnknownError } from '../driver/errors/outcome-errors.js';
import {
  TransactionFailedError,
  TransactionInterruptedError,
  TransactionOverError,
} from './transaction-errors.js';
import type { CommandSubject } from '../driver/translation/command-subject.js';
import { translateError } from '../driver/translation/translate-error.js';
import type { TransactionRun } from './transaction-run.js';

/** A part of an attempt: one operation. */
export interface Participant {
  /** Whether it has written: then it belongs to the attempt, which waits for it. */
  hasWritten: boolean;
  /** Whether it has documents in memory that it, or a receiver of its signals, may change. */
  hasDocuments: boolean;
  /** The operation that it is part of, which must not be cut off in the middle either. */
  readonly within?: Participant | undefined;
}

/**
 * One attempt of a transaction, with its own session. It sends one command after another to the session, none after one has failed, and
 * none once it is over.
 */
export class TransactionAttempt {
  #state: 'open' | 'closing' | 'closed' = 'open';
  #failure: { readonly error: unknown } | undefined;
  readonly #queue = new CommandQueue();
  readonly #participants = new Set<Participant>();
  /** The notices that listeners receive at the end. */
  readonly notices = new Notices();
  #left: (() => void) | undefined;
  /** Whether the server was asked to commit it. */
  isCommitting = false;
  #hasWritten = false;

  constructor(
    readonly run: TransactionRun,
    readonly connection: Connection,
    readonly session: ClientSession,
    /** From 1 on. */
    readonly number: number,
    /** The attempt that this one was begun in without being part of it. */
    readonly outer: TransactionAttempt | undefined,
    readonly allowsOtherConnections: boolean,
  ) {}

  /** The first error of a command, or another error that prevents a commit. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  /** Whether a write was sent, so that values read now may be rolled back. */
  get hasWritten(): boolean {
    return this.#hasWritten;
  }

  /** Whether it is closed. */
  get isOver(): boolean {
    return this.#state === 'closed';
  }

  /** Whether the work is under way. */
  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** @throws TransactionOverError if the work is over, TransactionFailedError if something in it has failed */
  assertUsable(): void {
    if (this.#state === 'closed' || (this.#state === 'closing' && !this.#isWriting()))
      throw new TransactionOverError(this.run.id);
    this.assertNotFailed();
  }

  /** @throws TransactionFailedError if an operation has failed, so that it must not be committed */
  assertNotFailed(): void {
    if (this.#failure) throw new TransactionFailedError(this.run.id, this.#failure.error);
  }

  /** Begins an operation, or a part of one. @throws TransactionOverError, TransactionFailedError */
  enter(within?: Participant): Participant {
    this.assertUsable();
    const participant = { hasWritten: false, hasDocuments: false, within };
    this.#participants.add(participant);
    return participant;
  }

  /** Ends an operation. */
  leave(participant: Participant): void {
    if (this.#participants.delete(participant)) this.#left?.();
  }

  /**
   * Sends a command after those before it are answered: a session carries one at a time. Its error fails the whole attempt, since the
   * server may have ended the transaction. An operation that nobody awaits is refused: the attempt closes before the next tick.
   * @param toError converts the command's error. Default unchanged
   * @throws TransactionOverError, TransactionFailedError, or the error of the command
   */
  async send<R>(
    participant: Participant,
    isWrite: boolean,
    command: () => Promise<R>,
    toError: (error: unknown) => unknown = asItIs,
  ): Promise<R> {
    await this.#queue.enter();
    try {
      await nextTick();
      this.assertUsable();
      this.connection.work.assertNotOver('a transaction');
      if (isWrite) this.#markWritten(participant);
      return await this.#answerOf(command, toError);
    } finally {
      this.#queue.pass();
    }
  }

  async #answerOf<R>(command: () => Promise<R>, toError: (error: unknown) => unknown): Promise<R> {
    try {
      return await command();
    } catch (error) {
      this.fail(error);
      throw toError(error);
    }
  }

  /**
   * Sends a command as `send` does.
   * @throws its error, translated to this package's; the outcome of a write is that of the transaction
   */
  call<R>(
    participant: Participant,
    subject: CommandSubject,
    kind: CallKind,
    command: () => Promise<R>,
  ): Promise<R> {
    const { interruptions } = this.connection;
    const before = interruptions.count;
    // What a command has written before it was refused is rolled back, too.
    const kindOfRefusal = kind === 'writeMany' ? 'write' : kind;
    return this.send(participant, kind !== 'read', command, (error) =>
      this.errorOf(translateError(error, subject, kindOfRefusal, interruptions.count !== before)),
    );
  }

  /** Waits for the answers to all commands, sent or queued. */
  settle(): Promise<void> {
    return this.#queue.settle();
  }

  /** Prevents a commit from now on. The first error counts. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /** Translates the error of a write inside the transaction: it is rolled back now, whether the server has applied the write or not. */
  errorOf(error: unknown): unknown {
    if (!(error instanceof WriteOutcomeUnknownError)) return error;
    return new TransactionInterruptedError(this.run.id, error.cause);
  }

  /** Closes the attempt at the end of the work: waits for operations that have written, and refuses others from now on. */
  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closing';
    await this.settle();
    while (this.#isWriting()) await this.#untilOneLeaves();
    this.#state = 'closed';
    await this.settle();
  }

  /**
   * Waits for operations that hold documents. They cannot write any more, but until they end their receivers may change the documents,
   * which stay locked.
   */
  async release(): Promise<void> {
    while ([...this.#participants].some(({ hasDocuments }) => hasDocuments)) await this.#untilOneLeaves();
  }

  #untilOneLeaves(): Promise<void> {
    return new Promise((resolve) => (this.#left = resolve));
  }

  #markWritten(participant: Participant): void {
    this.#hasWritten = true;
    for (let each: Participant | undefined = participant; each; each = each.within) each.hasWritten = true;
  }

  #isWriting(): boolean {
    for (const { hasWritten } of this.#participants) if (hasWritten) return true;
    return false;
  }
}

function asItIs(error: unknown): unknown {
  return error;
}

function nextTick(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
}
