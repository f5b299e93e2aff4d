/** What `decode` returns for a stored value that does not fit. */
export const mismatch = Symbol('mismatch');

/**
 * From a value of a document to what the driver stores, and back. Neither sees null or undefined.
 * Values that can be changed in place are copied both ways, so that documents, snapshots and commands never share them.
 */
export interface Codec {
  /** The value is valid: it was checked before. */
  encode(value: never): unknown;
  /** Stored data is untrusted: anything can come, `mismatch` is the answer to what does not fit. */
  decode(stored: unknown): unknown;
}
