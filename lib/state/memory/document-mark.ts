import { Adopt } from './adopt.js';
import type { Snapshot } from '../snapshot/snapshot.js';

/**
 * What is known of a document in memory: a stored one has its snapshot. `new` was made by a repository and not stored yet; `deleted` was
 * deleted through one; `readOnly` was loaded to be read, and without a snapshot; `rolledBack` was loaded in a transaction that was rolled
 * back after it had written, so that what was loaded may never have been stored; `notRestored` could not be given back the values that it
 * had before a transaction that was rolled back.
 */
export type DocumentState = Snapshot | 'new' | 'deleted' | 'readOnly' | 'rolledBack' | 'notRestored';

/** A transaction that has a document: until its end nobody else writes that. */
export interface DocumentLock {
  /** The transaction. */
  readonly owner: object;
  /** Whether an operation of it writes the document right now. */
  isTaken: boolean;
}

/** What the documents of one connection are marked for. */
export type MarkOwner = object;

/** Private fields that documents of any class are given. */
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
