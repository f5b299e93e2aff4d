import type { Snapshot, Stored } from './snapshot.js';

/** A snapshot of a document that was loaded and holds what is stored, nothing more: read only when the document is written. */
export class LazySnapshot implements Snapshot {
  #read: (() => Stored) | undefined;
  #stored: Stored | undefined;

  constructor(read: () => Stored) {
    this.#read = read;
  }

  get stored(): Stored {
    if (this.#read) {
      this.#stored = this.#read();
      this.#read = undefined;
    }
    return this.#stored as Stored;
  }

  get unchanged(): Stored {
    return this.stored;
  }
}
