import { DocumentMark } from './document-mark.js';
import type { DocumentState } from './document-mark.js';

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

  /** Takes a document for one write. @returns false if another write has it. */
  take(document: object): boolean {
    const mark = this.#mark(document);
    if (DocumentMark.isTaken(mark)) return false;
    DocumentMark.setTaken(mark, true);
    return true;
  }

  release(document: object): void {
    DocumentMark.setTaken(this.#mark(document), false);
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
