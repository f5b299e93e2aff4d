import type { ClientSession } from 'mongodb';
import type { AfterPhase } from '../signal/phase.js';
import type { Connection } from './connection.js';
import { WriteOutcomeUnknownError } from './outcome-errors.js';
import {
  TransactionFailedError,
  TransactionInterruptedError,
  TransactionScopeClosedError,
} from './transaction-errors.js';
import type { Unit } from './unit.js';

/** What waits for the end of a unit. It reports its errors itself and never rejects. */
export type Waiting = (ending: AfterPhase) => Promise<void>;

/** A part of an attempt: one operation. */
export interface Participant {
  /** Whether it has written: then it belongs to the attempt, and is waited for. */
  hasWritten: boolean;
  /** Whether it has documents in memory, which it, or a receiver of its signals, may change. */
  hasDocuments: boolean;
  /** The operation that it is a part of, and that is not to end in the middle either. */
  readonly within?: Participant | undefined;
}

const nextTick = (): Promise<void> =>
  new Promise((resolve) => {
    process.nextTick(resolve);
  });

/**
 * One attempt of a transaction: a transaction of a session of its own. It lets one command after another through to the session, none
 * after one has failed, and none when it is over.
 */
export class TransactionScope {
  #state: 'open' | 'closing' | 'closed' = 'open';
  #failure: { readonly error: unknown } | undefined;
  #isSending = false;
  /** Commands that wait for those before them. */
  readonly #line: (() => void)[] = [];
  readonly #participants = new Set<Participant>();
  readonly #waiting: Waiting[] = [];
  #left: (() => void) | undefined;
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

  /** What waits for the end, in the order of the operations. */
  get waiting(): readonly Waiting[] {
    return this.#waiting;
  }

  /** @throws TransactionScopeClosedError if the work is over, TransactionFailedError if something in it has failed */
  assertUsable(): void {
    if (this.#state === 'closed' || (this.#state === 'closing' && !this.#isWriting()))
      throw new TransactionScopeClosedError(this.unit.id);
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
   * the server may have ended the transaction. A command of something that was not awaited comes a tick too late.
   * @throws TransactionScopeClosedError, TransactionFailedError, or the error of the command
   */
  async send<R>(participant: Participant, isWrite: boolean, command: () => Promise<R>): Promise<R> {
    if (this.#isSending) await this.#turn();
    this.#isSending = true;
    let isSent = false;
    try {
      await nextTick();
      this.assertUsable();
      if (isWrite) this.#markWritten(participant);
      isSent = true;
      return await command();
    } catch (error) {
      if (isSent) this.fail(error);
      throw error;
    } finally {
      this.#pass();
    }
  }

  /** Waits for the answers to all commands that were sent, and to those that stand in line. */
  async settle(): Promise<void> {
    if (!this.#isSending) return;
    await this.#turn();
    this.#pass();
  }

  /** Stands in line. */
  #turn(): Promise<void> {
    return new Promise((resolve) => this.#line.push(resolve));
  }

  /** The next one in line has its turn. */
  #pass(): void {
    const next = this.#line.shift();
    if (next) next();
    else this.#isSending = false;
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

  /** Something was written, and somebody waits for the end of the unit to hear of it. */
  wait(waiting: Waiting): void {
    this.#waiting.push(waiting);
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
