import { DocumentMark } from './document-mark.js';
import type { DocumentLock, DocumentState } from './document-mark.js';

/**
 * The states of the documents of one connection. Documents stay plain objects without visible additions. A document that is used with
 * several connections has a state for each.
 */
export class DocumentStates {
  /** Stands in for documents that are marked for another connection. */
  readonly #elsewhere = new WeakMap<object, object>();

  /** The state; undefined for a document that was made without the repository. */
  find(document: object): DocumentState | undefined {
    const mark = DocumentMark.find(document, this) ?? this.#findElsewhere(document);
    return mark && DocumentMark.stateOf(mark);
  }

  /** Sets the state; undefined for a document that is to look unknown to all repositories. */
  set(document: object, state: DocumentState | undefined): void {
    DocumentMark.setState(this.#mark(document), state);
  }

  /**
   * Locks a document for one write.
   * @param owner the transaction that the write belongs to
   * @returns false if another write or another transaction has locked it
   */
  lock(document: object, owner?: object): boolean {
    const mark = this.#mark(document);
    const lock = DocumentMark.lockOf(mark);
    if (lock === undefined) {
      DocumentMark.setLock(mark, true);
      return true;
    }
    if (lock === true || lock.isLocked || lock.owner !== owner) return false;
    return (lock.isLocked = true);
  }

  /** Unlocks a document after a write. The lock of a transaction stays. */
  unlock(document: object): void {
    const mark = this.#mark(document);
    const lock = DocumentMark.lockOf(mark);
    if (typeof lock === 'object') lock.isLocked = false;
    else DocumentMark.setLock(mark, undefined);
  }

  /** The transaction that has locked a document. */
  ownerOf(document: object): object | undefined {
    const lock = this.#lockOf(document);
    return typeof lock === 'object' ? lock.owner : undefined;
  }

  /** Whether a document is neither locked by a write nor by a transaction. */
  isFree(document: object): boolean {
    return this.#lockOf(document) === undefined;
  }

  /** Locks a document for a transaction. It is unlocked, or locked by an operation of that transaction. */
  lockForTransaction(document: object, lock: DocumentLock): void {
    const mark = this.#mark(document);
    lock.isLocked = DocumentMark.lockOf(mark) !== undefined;
    DocumentMark.setLock(mark, lock);
  }

  /** Unlocks a document at the end of a transaction. */
  unlockForTransaction(document: object, lock: DocumentLock): void {
    const mark = this.#mark(document);
    if (DocumentMark.lockOf(mark) === lock) DocumentMark.setLock(mark, lock.isLocked || undefined);
  }

  #lockOf(document: object): DocumentLock | true | undefined {
    const mark = DocumentMark.find(document, this) ?? this.#findElsewhere(document);
    return mark && DocumentMark.lockOf(mark);
  }

  #mark(document: object): DocumentMark {
    return DocumentMark.of(document, this) ?? this.#markElsewhere(document);
  }

  #findElsewhere(document: object): DocumentMark | undefined {
    const substitute = this.#elsewhere.get(document);
    return substitute && DocumentMark.find(substitute, this);
  }

  #markElsewhere(document: object): DocumentMark {
    const substitute = this.#elsewhere.get(document) ?? {};
    this.#elsewhere.set(document, substitute);
    return DocumentMark.of(substitute, this) as DocumentMark;
  }
}
