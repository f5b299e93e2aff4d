import { DocumentMark } from './document-mark.js';
import type { DocumentLock, DocumentState } from './document-mark.js';

/**
 * The states of the documents of one connection. Documents stay plain objects: nothing that could be seen is written on them.
 * A document that is used with several connections has a state in each.
 */
export class DocumentStates {
  /** Stands in for documents that are marked for another connection. */
  readonly #elsewhere = new WeakMap<object, object>();

  /** The state; undefined for a document that was made without the repository. */
  find(document: object): DocumentState | undefined {
    const mark = DocumentMark.find(document, this) ?? this.#findElsewhere(document);
    return mark && DocumentMark.stateOf(mark);
  }

  /** Undefined for a document that is to be as if no repository knew it. */
  set(document: object, state: DocumentState | undefined): void {
    DocumentMark.setState(this.#mark(document), state);
  }

  /**
   * Takes a document for one write.
   * @param owner the transaction that the write belongs to
   * @returns false if another write has it, or another transaction
   */
  take(document: object, owner?: object): boolean {
    const mark = this.#mark(document);
    const lock = DocumentMark.lockOf(mark);
    if (lock === undefined) {
      DocumentMark.setLock(mark, true);
      return true;
    }
    if (lock === true || lock.isTaken || lock.owner !== owner) return false;
    return (lock.isTaken = true);
  }

  /** The write is over. A transaction that has the document keeps it. */
  release(document: object): void {
    const mark = this.#mark(document);
    const lock = DocumentMark.lockOf(mark);
    if (typeof lock === 'object') lock.isTaken = false;
    else DocumentMark.setLock(mark, undefined);
  }

  /** The transaction that has a document. */
  ownerOf(document: object): object | undefined {
    const lock = this.#lockOf(document);
    return typeof lock === 'object' ? lock.owner : undefined;
  }

  /** Whether no write and no transaction has a document. */
  isFree(document: object): boolean {
    return this.#lockOf(document) === undefined;
  }

  /** A transaction has the document from now on, which is free, or taken by an operation of it. */
  lock(document: object, lock: DocumentLock): void {
    const mark = this.#mark(document);
    lock.isTaken = DocumentMark.lockOf(mark) !== undefined;
    DocumentMark.setLock(mark, lock);
  }

  /** The transaction is over. */
  unlock(document: object, lock: DocumentLock): void {
    const mark = this.#mark(document);
    if (DocumentMark.lockOf(mark) === lock) DocumentMark.setLock(mark, lock.isTaken || undefined);
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
