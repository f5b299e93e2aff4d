import type { WriteKind } from '../../lifecycle/document-write.js';
import { postWrite } from '../../lifecycle/signals.js';
import type { DocumentClass } from '../../schema/declare/class-record.js';
import { schemaOf } from '../../schema/build/schema-of.js';
import type { SignalSender } from '../../signal/signal.js';
import { frozenCopy } from '../../value/frozen-copy.js';
import type { Operation } from '../operation.js';
import { prepareFor } from './announcement.js';
import { isWriteAwaited, noteWrite } from './note-write.js';
import type { WriteToNote } from './note-write.js';

/** The documents that a write is about, which it does not load. */
export interface WrittenUnseen {
  /** As the caller gave it, already found valid. */
  readonly filter: object;
  /** The id, if the filter selects the document with an id. */
  readonly id?: unknown;
  /** The ids, if they are known. */
  readonly ids?: readonly unknown[];
}

/** A document that a write by a filter has found. */
export interface KnownDocument {
  /** Its own class. */
  readonly sender: SignalSender;
  readonly id: unknown;
}

export function knownDocument(document: object): KnownDocument {
  const { documentClass, id } = schemaOf(document.constructor as DocumentClass);
  return { sender: documentClass, id: (document as Readonly<Record<string, unknown>>)[id.field.name] };
}

/**
 * Announces a write by a filter to receivers of `postWrite`: at the end of the operation either that it was applied, or that it certainly
 * was not; neither if the outcome is unknown.
 */
export class FilterWrite {
  readonly #operation: Operation;
  readonly #kind: WriteKind;
  /** Undefined if nobody listens. */
  readonly #written: Pick<WriteToNote, 'filter' | 'ids'> | undefined;
  #isSettled = false;

  /**
   * @param filter is copied if anybody listens
   * @throws UnmanagedTransactionError if a receiver waits for the end of a transaction that the library cannot observe; errors of the
   * context source
   */
  constructor(operation: Operation, kind: WriteKind, { filter, id, ids }: WrittenUnseen) {
    const { documentClass } = operation.repository.schema;
    prepareFor(operation, postWrite, documentClass);
    this.#operation = operation;
    this.#kind = kind;
    if (!isWriteAwaited(operation, documentClass)) return;
    const known = ids ?? (id === undefined ? undefined : [id]);
    this.#written = known ? { ids: known } : { filter: frozenCopy(filter) as object };
    operation.beforeEnd(() => {
      if (!this.#isSettled && !operation.commands.mayBeApplied) this.#note(known?.length ?? 0, false);
    });
  }

  /** Notes that the write was applied. @param count the number of documents that were written; with 0 it is not announced */
  applied(count: number): void {
    this.#isSettled = true;
    if (count > 0) this.#note(count, true);
  }

  /** Notes that it is unknown whether the write was applied: nothing is told then. */
  unknown(): void {
    this.#isSettled = true;
  }

  /** Notes that the write was applied to one document, which is known by now. @param kind default as planned */
  appliedTo({ sender, id }: KnownDocument, kind: WriteKind = this.#kind): void {
    this.#isSettled = true;
    if (this.#written) noteWrite(this.#operation, { kind, sender, ids: [id], count: 1 });
  }

  #note(count: number, isApplied: boolean): void {
    const { documentClass: sender } = this.#operation.repository.schema;
    const [kind, written] = [this.#kind, this.#written];
    if (written) noteWrite(this.#operation, { kind, sender, ...written, count }, isApplied);
  }
}
