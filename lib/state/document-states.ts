import type { Snapshot } from './snapshot.js';

/**
 * What is known of a document in memory: a stored one has its snapshot. `new` was made by a repository and not stored yet; `deleted` was
 * deleted through one; `readOnly` was loaded to be read, and without a snapshot.
 */
export type DocumentState = Snapshot | 'new' | 'deleted' | 'readOnly';

/** The states of the documents of one connection. Documents stay plain objects: nothing is written on them. */
export class DocumentStates {
  readonly #states = new WeakMap<object, DocumentState>();
  readonly #busy = new WeakSet<object>();

  /** The state; undefined for a document that was made without the repository. */
  find(document: object): DocumentState | undefined {
    return this.#states.get(document);
  }

  set(document: object, state: DocumentState): void {
    this.#states.set(document, state);
  }

  /** Takes a document for one write. @returns false if another write has it. */
  take(document: object): boolean {
    if (this.#busy.has(document)) return false;
    this.#busy.add(document);
    return true;
  }

  release(document: object): void {
    this.#busy.delete(document);
  }
}
