import { randomUUID } from 'node:crypto';
import type { Context } from '../signal/signal-context.js';

/** The error of a document that cannot be what it was before a transaction. */
export interface NotRestored extends Error {
  readonly documentName: string;
}

/** What a document in memory was like before a transaction. */
export interface DocumentBefore {
  /** Makes the document what it was. @returns its error if it cannot be that. Nothing is thrown. */
  restore(): NotRestored | undefined;
  /** The transaction is over: others may write the document. */
  unlock(): void;
}

const noContext = Object.freeze({});

/** One transaction, however often it is attempted. */
export class Unit {
  #id: string | undefined;
  readonly #before = new Map<object, DocumentBefore>();
  /** The error that the attempt before this one ended with. */
  lastError: unknown;

  /** Frozen. */
  readonly context: Context;

  constructor(context: Context | undefined) {
    this.context = context ? Object.freeze({ ...context }) : noContext;
  }

  /** The same for all attempts: a UUID, made when somebody asks at first. */
  get id(): string {
    return (this.#id ??= randomUUID());
  }

  /** What a document was like when the unit met it; undefined if it has not met it. */
  find(document: object): DocumentBefore | undefined {
    return this.#before.get(document);
  }

  /** Only what a document was like at first counts. */
  remember(document: object, before: DocumentBefore): void {
    if (!this.#before.has(document)) this.#before.set(document, before);
  }

  /** Makes all documents that the unit has met what they were like before. @returns the errors of those that cannot be that */
  restore(): readonly NotRestored[] {
    const errors: NotRestored[] = [];
    for (const before of this.#before.values()) {
      const error = before.restore();
      if (error) errors.push(error);
    }
    return errors;
  }

  /**
   * The unit is over, and others may write its documents. What it knew of them is let go of, since the driver and the engine may keep its
   * session for a while.
   */
  forget(): void {
    for (const before of this.#before.values()) before.unlock();
    this.#before.clear();
  }
}
