import type { FieldSchema } from '../../schema/document-schema.js';
import type { Snapshot, SnapshotValues, Stored } from './snapshot.js';

/** The functions that read the bytes of stored documents. */
export interface ByteReading {
  /** All of a document. */
  parse(bytes: Buffer): Stored;
  /** The part under these keys. */
  parseKeys(bytes: Buffer, keys: ReadonlySet<string>): Stored;
  /** The same as `Snapshot.possiblyChanged`. */
  possiblyChanged(bytes: Buffer, fields: readonly FieldSchema[], after: Stored): readonly FieldSchema[];
}

/**
 * The snapshot of a document that was loaded: its bytes, read only when the document is written, and then no more of them than has
 * changed. There is one for each loaded document, so it is small: the bytes are kept as a string of as many characters, which takes
 * less than a Buffer to make and to keep.
 */
export class ByteSnapshot implements Snapshot {
  readonly #characters: string;
  readonly #reading: ByteReading;
  readonly #initialValues: Stored | undefined;
  #buffer: Buffer | undefined = undefined;
  #stored: Stored | undefined = undefined;

  /**
   * @param bytes of the stored document, which are copied
   * @param initialValues by key, what the class and its defaults gave to fields that are not stored
   */
  constructor(
    bytes: Buffer,
    reading: ByteReading,
    initialValues: Stored | undefined,
    readonly loaded: ReadonlySet<string> | undefined,
  ) {
    this.#characters = bytes.toString('latin1');
    this.#reading = reading;
    this.#initialValues = initialValues;
  }

  get stored(): Stored {
    return (this.#stored ??= this.#reading.parse(this.#bytes));
  }

  get baseline(): Stored {
    return this.#withInitialValues(this.stored);
  }

  read(keys: Iterable<string>): SnapshotValues {
    const stored = this.#stored ?? this.#reading.parseKeys(this.#bytes, new Set(keys));
    return { stored, baseline: this.#withInitialValues(stored) };
  }

  possiblyChanged(fields: readonly FieldSchema[], after: Stored): readonly FieldSchema[] {
    return this.#reading.possiblyChanged(this.#bytes, fields, after);
  }

  /** A write asks for them several times. */
  get #bytes(): Buffer {
    return (this.#buffer ??= Buffer.from(this.#characters, 'latin1'));
  }

  #withInitialValues(stored: Stored): Stored {
    return this.#initialValues ? { ...stored, ...this.#initialValues } : stored;
  }
}
