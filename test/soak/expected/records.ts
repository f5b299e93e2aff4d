import type { Account } from '../documents.js';
import type { Values } from './values.js';

/** The effect of one operation on one document. */
export interface Effect {
  readonly collection: 'accounts' | 'notes';
  readonly kind: 'insert' | 'update' | 'delete' | 'none';
  /** The object in memory. */
  readonly document: object | undefined;
  /** As the write left it; of a delete as it was before. */
  readonly values: Values;
  /** By how much the operation was to change the amount. */
  readonly amount: number;
  /** By how much listeners were to change `saves`. */
  readonly saves: number;
  readonly operation: string;
}

/** An operation that has written, or a save without changes, which sends signals all the same. */
export interface Done {
  readonly operation: string;
  readonly signal: 'postSave' | 'postDelete' | 'postBulkInsert';
  /** Operations of one group have no order among themselves; undefined if nobody awaited it, so that it has no order at all. */
  readonly group: number | undefined;
  readonly effects: readonly Effect[];
  /** Whether it failed in the middle: then some of its effects, or none, are what it did. */
  readonly isPartial?: boolean;
}

/** One attempt, or all that was done outside of a transaction. */
export class Attempt {
  readonly done: Done[] = [];
  /** Outside of a transaction: what a write that failed may have done. */
  readonly uncertain: Effect[] = [];
  /** Whether it must not be committed, whatever the work caught. */
  mustFail = false;
  /** Whether a StaleDocumentError would be the fault of another caller. */
  mayBeStale = false;
  group = 0;
  /** Accounts loaded after the first write: whether that state was ever stored cannot be known. */
  readonly loadedLate: Account[] = [];
  /** Operations that were not awaited. */
  readonly forgotten: Promise<void>[] = [];
  /** The same by name. One that ends after its transaction is told of at its own end, whatever the outcome. */
  readonly unordered = new Set<string>();

  constructor(readonly number: number | undefined) {}

  get effects(): Effect[] {
    return this.done.flatMap(({ effects }) => effects);
  }
}

export type Outcome = 'committed' | 'rolledBack' | 'unknown';

/** A transaction as its caller saw it. */
export class TransactionRecord {
  readonly attempts: Attempt[] = [];
  transactionId: string | undefined;

  constructor(
    /** Shared by all its notices. */
    readonly key: string,
    readonly where: string,
  ) {}

  get last(): Attempt | undefined {
    return this.attempts.at(-1);
  }
}

/** The error of work that is to fail. */
export class PlannedError extends Error {
  override readonly name = 'PlannedError';
}
