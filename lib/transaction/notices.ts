import type { WriteKind } from '../lifecycle/document-write.js';
import type { RootSchema } from '../schema/document-schema.js';
import type { SignalOrigin } from '../lifecycle/payloads.js';
import type { Context } from '../signal/signal-context.js';
import type { SignalSender, Signal } from '../signal/signal.js';
import type { Difference } from '../state/change/difference.js';
import type { Snapshot } from '../state/snapshot/snapshot.js';

/** A document as a write has left it, or would have; a deleted one as it was before. */
export interface WrittenDocument {
  /** Identifies the object, the same in all its writes until the end. */
  readonly number: number;
  readonly schema: RootSchema;
  readonly snapshot: Snapshot;
}

/** A write, applied or not, that listeners of a later phase are notified of at the end. Plain data, without documents or functions. */
export interface Notice {
  /** The signal that reports the write. */
  readonly signal: Signal;
  /** False if the write was vetoed, invalid or refused, whatever the outcome of its transaction. */
  readonly isApplied: boolean;
  readonly sender: SignalSender;
  /** The repository method. */
  readonly origin: string;
  /** The class of the repository and its method: `Person.save`. */
  readonly label: string;
  readonly context: Readonly<Record<string, unknown>>;
  readonly attempt: number | undefined;
  readonly transactionId: string | undefined;
  /** Exactly one document if `isOfMany` is false; none or one if the notice has `parts`. */
  readonly written: readonly WrittenDocument[];
  readonly isOfMany: boolean;
  /** Whether a save is an insert; undefined for other operations. */
  readonly created: boolean | undefined;
  /** The changes of a save; undefined for other operations. */
  readonly changed: readonly Difference[] | undefined;
  /** Further fields of the payload. */
  readonly parts?: object;
}

/** A write, applied or not, that `postWrite` reports. Plain data. */
export interface NotedWrite {
  readonly kind: WriteKind;
  readonly sender: SignalSender;
  /** Undefined for a write by a filter; later writes of the operation may add theirs. */
  readonly ids: unknown[] | undefined;
  /** Undefined for a write of known documents. */
  readonly filter: object | undefined;
  count: number;
  readonly changed: readonly Difference[] | undefined;
  readonly isApplied: boolean;
  /** The repository method. */
  readonly origin: SignalOrigin;
  /** The class of the repository and its method: `Person.save`. */
  readonly label: string;
  readonly context: Context;
  readonly attempt: number | undefined;
  readonly transactionId: string | undefined;
}

/** The notices of one attempt of a transaction, or of one operation without one, in the order of the writes. */
export class Notices {
  readonly #all: Notice[] = [];
  readonly #writes: NotedWrite[] = [];
  readonly #numbers = new Map<object, number>();

  get all(): readonly Notice[] {
    return this.#all;
  }

  add(notice: Notice): void {
    this.#all.push(notice);
  }

  /** The writes for `postWrite`, in order. */
  get writes(): readonly NotedWrite[] {
    return this.#writes;
  }

  addWrite(write: NotedWrite): void {
    this.#writes.push(write);
  }

  /** Numbers a document, the same each time. */
  numberOf(document: object): number {
    const known = this.#numbers.get(document);
    if (known !== undefined) return known;
    this.#numbers.set(document, this.#numbers.size);
    return this.#numbers.size - 1;
  }
}
