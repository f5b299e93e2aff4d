import type { FieldSchema } from '../../schema/document-schema.js';
import type { Snapshot, SnapshotValues, Stored } from './snapshot.js';

/** Functions that read the bytes of stored documents. */
export interface ByteReading {
  /** Parses a whole document. */
  parse(bytes: Buffer): Stored;
  /** Parses the values under these keys. */
  parseKeys(bytes: Buffer, keys: ReadonlySet<string>): Stored;
  /** The same as `Snapshot.possiblyChanged`. */
  possiblyChanged(bytes: Buffer, fields: readonly FieldSchema[], after: Stored): readonly FieldSchema[];
}

/**
 * The snapshot of a loaded document: its bytes, parsed only for a write, and then only what has changed. Kept small, since every loaded
 * document has one: a string with a character per byte is faster to make, and takes less memory, than a Buffer.
 */
export class ByteSnapshot implements Snapshot {
  readonly #characters: string;
  readonly #reading: ByteReading;
  readonly #initialValues: Stored | undefined;
  #buffer: Buffer | undefined = undefined;
  #stored: Stored | undefined = undefined;

  /**
   * @param bytes of the stored document, which are copied
   * @param initialValues by key, from the class and its defaults, of fields that are not stored
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

  /** The bytes as a Buffer, cached since a write reads them several times. */
  get #bytes(): Buffer {
    return (this.#buffer ??= Buffer.from(this.#characters, 'latin1'));
  }

  #withInitialValues(stored: Stored): Stored {
    return this.#initialValues ? { ...stored, ...this.#initialValues } : stored;
  }
}
