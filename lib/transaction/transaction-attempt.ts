import type { ClientSession } from 'mongodb';
import type { CallKind } from '../driver/errors/classify-error.js';
import { CommandQueue } from './command/command-queue.js';
import type { Connection } from '../driver/connection.js';
import { Notices } from './notices.js';
import { WriteOutcomeUnknownError } from '../driver/errors/outcome-errors.js';
import {
  TransactionFailedError,
  TransactionInterruptedError,
  TransactionScopeClosedError,
} from './transaction-errors.js';
import { translateError } from '../driver/errors/translate-error.js';
import type { Unit } from './transaction-run.js';

/** A part of an attempt: one operation. */
export interface Participant {
  /** Whether it has written: then it belongs to the attempt, and is waited for. */
  hasWritten: boolean;
  /** Whether it has documents in memory, which it, or a receiver of its signals, may change. */
  hasDocuments: boolean;
  /** The operation that it is a part of, and that is not to end in the middle either. */
  readonly within?: Participant | undefined;
}

/**
 * One attempt of a transaction: a transaction of a session of its own. It lets one command after another through to the session, none
 * after one has failed, and none when it is over.
 */
export class TransactionScope {
  #state: 'open' | 'closing' | 'closed' = 'open';
  #failure: { readonly error: unknown } | undefined;
  readonly #queue = new CommandQueue();
  readonly #participants = new Set<Participant>();
  /** What listeners are told at the end. */
  readonly notices = new Notices();
  #left: (() => void) | undefined;
  /** Whether the server was asked to commit it. */
  isCommitting = false;
  #hasWritten = false;

  constructor(
    readonly unit: Unit,
    readonly connection: Connection,
    readonly session: ClientSession,
    /** From 1 on. */
    readonly attempt: number,
    /** The scope that this one was begun in and is no part of. */
    readonly outer: TransactionScope | undefined,
    readonly allowsOtherConnections: boolean,
  ) {}

  /** The first error of a command, or of something else that must not be committed without. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  /** Whether something was written, so that what is read now may be rolled back. */
  get hasWritten(): boolean {
    return this.#hasWritten;
  }

  /** Whether nothing belongs to it any more. */
  get isOver(): boolean {
    return this.#state === 'closed';
  }

  /** Whether the work is under way. */
  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** @throws TransactionScopeClosedError if the work is over, TransactionFailedError if something in it has failed */
  assertUsable(): void {
    if (this.#state === 'closed' || (this.#state === 'closing' && !this.#isWriting()))
      throw new TransactionScopeClosedError(this.unit.id);
    this.assertNotFailed();
  }

  /** @throws TransactionFailedError if something in it has failed, so that it must not be committed */
  assertNotFailed(): void {
    if (this.#failure) throw new TransactionFailedError(this.unit.id, this.#failure.error);
  }

  /** An operation begins, or a part of one. @throws TransactionScopeClosedError, TransactionFailedError */
  enter(within?: Participant): Participant {
    this.assertUsable();
    const participant = { hasWritten: false, hasDocuments: false, within };
    this.#participants.add(participant);
    return participant;
  }

  /** An operation has ended. */
  leave(participant: Participant): void {
    if (this.#participants.delete(participant)) this.#left?.();
  }

  /**
   * Sends a command when those before it have their answers: a session carries one at a time. Its error fails the whole attempt, since
   * the server may have ended the transaction. An operation that nobody awaits is refused: the attempt closes before the next tick.
   * @param toError makes the error that is thrown of that of the command. Default that itself
   * @throws TransactionScopeClosedError, TransactionFailedError, or the error of the command
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
   * @throws its error as this package's; the outcome of a write is that of the transaction
   */
  call<R>(
    participant: Participant,
    documentName: string,
    kind: CallKind,
    command: () => Promise<R>,
  ): Promise<R> {
    const { interruptions } = this.connection;
    const before = interruptions.count;
    return this.send(participant, kind !== 'read', command, (error) =>
      this.errorOf(translateError(error, documentName, kind, interruptions.count !== before)),
    );
  }

  /** Waits for the answers to all commands that were sent, and to those that stand in line. */
  settle(): Promise<void> {
    return this.#queue.settle();
  }

  /** From now on nothing is committed. The first error counts. */
  fail(error: unknown): void {
    this.#failure ??= { error };
  }

  /**
   * The error of a write, as it is in the unit: that is rolled back now, and whether the server has done what it was told makes no
   * difference.
   */
  errorOf(error: unknown): unknown {
    if (!(error instanceof WriteOutcomeUnknownError)) return error;
    return new TransactionInterruptedError(this.unit.id, error.cause);
  }

  /** The work is over. Operations that have written are waited for; others are refused from now on. */
  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closing';
    await this.settle();
    while (this.#isWriting()) await this.#untilOneLeaves();
    this.#state = 'closed';
    await this.settle();
  }

  /**
   * Waits for operations that have documents. They can write nothing any more; but until they have ended, their receivers may change the
   * documents, and nobody else can write these.
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
