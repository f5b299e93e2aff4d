import { randomUUID } from 'node:crypto';
import type { Context } from '../signal/signal-context.js';

/** The error of a document that cannot be restored. */
export interface NotRestored extends Error {
  readonly documentName: string;
}

/** The state of a document in memory before a transaction. */
export interface DocumentBefore {
  /** Restores the document. @returns its error if that fails. Never throws. */
  restore(): NotRestored | undefined;
  /** Unlocks the document at the end of the transaction. */
  unlock(): void;
}

const noContext = Object.freeze({});

/** One transaction, however often it is attempted. */
export class TransactionRun {
  #id: string | undefined;
  readonly #before = new Map<object, DocumentBefore>();
  /** The error that the attempt before this one ended with. */
  lastError: unknown;

  /** Frozen. */
  readonly context: Context;

  constructor(context: Context | undefined) {
    this.context = context ? Object.freeze({ ...context }) : noContext;
  }

  /** Identifies the transaction in all attempts: a UUID, made on first use. */
  get id(): string {
    return (this.#id ??= randomUUID());
  }

  /** Finds the first known state of a document; undefined if the transaction does not track it. */
  find(document: object): DocumentBefore | undefined {
    return this.#before.get(document);
  }

  /** Remembers the state of a document. Only its first state counts. */
  remember(document: object, before: DocumentBefore): void {
    if (!this.#before.has(document)) this.#before.set(document, before);
  }

  /** Restores all tracked documents. @returns the errors of those that cannot be restored */
  restore(): readonly NotRestored[] {
    const errors: NotRestored[] = [];
    for (const before of this.#before.values()) {
      const error = before.restore();
      if (error) errors.push(error);
    }
    return errors;
  }

  /** Unlocks the documents at the end, and drops their states, since the driver and the engine may keep the session for a while. */
  forget(): void {
    for (const before of this.#before.values()) before.unlock();
    this.#before.clear();
  }
}
