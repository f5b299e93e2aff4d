import type { Snapshot } from './snapshot.js';

/** What is known of a document in memory. One that nothing is known of is new. */
export type DocumentState =
  | { readonly status: 'new' }
  | { readonly status: 'loaded'; readonly snapshot: Snapshot }
  | { readonly status: 'deleted' };

const deleted: DocumentState = Object.freeze({ status: 'deleted' });
const created: DocumentState = Object.freeze({ status: 'new' });

/** The states of the documents of one connection. Documents stay plain objects: nothing is written on them. */
export class DocumentStates {
  readonly #states = new WeakMap<object, DocumentState>();
  readonly #busy = new WeakSet<object>();

  /** The state; undefined for a document that was made without the repository. */
  find(document: object): DocumentState | undefined {
    return this.#states.get(document);
  }

  /** The document was made by the repository: it has its defaults. */
  markCreated(document: object): void {
    this.#states.set(document, created);
  }

  /** The document is in the database, as the snapshot says. */
  markLoaded(document: object, snapshot: Snapshot): void {
    this.#states.set(document, Object.freeze({ status: 'loaded', snapshot: Object.freeze(snapshot) }));
  }

  markDeleted(document: object): void {
    this.#states.set(document, deleted);
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
