import type { Snapshot, Stored } from './snapshot.js';

/**
 * The snapshot of a document that was loaded: its bytes, read only when the document is written. There is one for each loaded document,
 * so it is small: the bytes are kept as a string of as many characters, which takes less than a Buffer to make and to keep.
 */
export class ByteSnapshot implements Snapshot {
  readonly #characters: string;
  readonly #read: (bytes: Buffer) => Stored;
  readonly #initialValues: Stored | undefined;
  #stored: Stored | undefined = undefined;

  /**
   * @param bytes of the stored document, which are copied
   * @param read makes the object with stored keys of them
   * @param initialValues by key, what the class and its defaults gave to fields that are not stored
   */
  constructor(
    bytes: Buffer,
    read: (bytes: Buffer) => Stored,
    initialValues: Stored | undefined,
    readonly loaded: ReadonlySet<string> | undefined,
  ) {
    this.#characters = bytes.toString('latin1');
    this.#read = read;
    this.#initialValues = initialValues;
  }

  get stored(): Stored {
    return (this.#stored ??= this.#read(Buffer.from(this.#characters, 'latin1')));
  }

  get unchanged(): Stored {
    return this.#initialValues ? { ...this.stored, ...this.#initialValues } : this.stored;
  }
}
