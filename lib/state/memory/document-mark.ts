import { Adopt } from './adopt.js';
import type { Snapshot } from '../snapshot/snapshot.js';

/**
 * The state of a document: a snapshot if stored, else `new` (from a repository), `deleted`, `readOnly` (no snapshot), `rolledBack` (loaded
 * after a write of a rolled-back transaction, so perhaps never stored) or `notRestored` (lacks its values from before a rollback).
 */
export type DocumentState = Snapshot | 'new' | 'deleted' | 'readOnly' | 'rolledBack' | 'notRestored';

/** The lock of a transaction on a document: until its end no other code writes the document. */
export interface DocumentLock {
  /** The transaction. */
  readonly owner: object;
  /** Whether an operation of the transaction writes the document right now. */
  isLocked: boolean;
}

/** The owner of marks: the documents of one connection. */
export type MarkOwner = object;

/** Private fields added to documents of any class. */
export class DocumentMark extends Adopt {
  readonly #owner: MarkOwner;
  #state: DocumentState | undefined = undefined;
  /** True while an operation outside of transactions writes the document. */
  #lock: DocumentLock | true | undefined = undefined;

  private constructor(document: object, owner: MarkOwner) {
    super(document);
    this.#owner = owner;
  }

  /** The mark of a document, made if it has none; undefined if it belongs to another owner. */
  static of(document: object, owner: MarkOwner): DocumentMark | undefined {
    if (!(#owner in document)) return new DocumentMark(document, owner);
    return document.#owner === owner ? document : undefined;
  }

  /** The mark that a document has for this owner. */
  static find(document: object, owner: MarkOwner): DocumentMark | undefined {
    return #owner in document && document.#owner === owner ? document : undefined;
  }

  static stateOf(mark: DocumentMark): DocumentState | undefined {
    return mark.#state;
  }

  static setState(mark: DocumentMark, state: DocumentState | undefined): void {
    mark.#state = state;
  }

  static lockOf(mark: DocumentMark): DocumentLock | true | undefined {
    return mark.#lock;
  }

  static setLock(mark: DocumentMark, lock: DocumentLock | true | undefined): void {
    mark.#lock = lock;
  }
}
