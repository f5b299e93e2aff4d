import type { Snapshot, Stored } from './snapshot.js';

/**
 * The snapshot of a document that was loaded: its bytes, read only when the document is written. One object for each loaded
 * document, so it is small.
 */
export class ByteSnapshot implements Snapshot {
  #stored: Stored | undefined;
  #unchanged: Stored | undefined;

  /**
   * @param bytes of the stored document, a copy of its own
   * @param read makes the object with stored keys of them
   * @param initialValues by key, what the class and its defaults gave to fields that are not stored
   */
  constructor(
    readonly bytes: Uint8Array,
    readonly read: (bytes: Uint8Array) => Stored,
    readonly initialValues: Stored | undefined,
    readonly loaded?: ReadonlySet<string>,
  ) {}

  get stored(): Stored {
    return (this.#stored ??= this.read(this.bytes));
  }

  get unchanged(): Stored {
    return (this.#unchanged ??= this.initialValues ? { ...this.stored, ...this.initialValues } : this.stored);
  }
}
