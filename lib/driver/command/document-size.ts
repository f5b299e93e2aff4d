import { BSON } from 'mongodb';
import { DocumentTooLargeError } from '../errors/write-errors.js';

/** MongoDB's limit for one document, in bytes. */
const limit = 16 * 1024 * 1024;

/**
 * Checks the size before sending. The driver itself writes into a buffer of 17 MB, and truncates a long text at its end.
 * @throws DocumentTooLargeError
 */
export function assertSize(documentName: string, stored: object): void {
  if (sizeAtMost(stored) > limit && BSON.calculateObjectSize(stored, { ignoreUndefined: false }) > limit)
    throw new DocumentTooLargeError(documentName);
}

/** Estimates the size of a stored value in bytes quickly, never too low. */
export function sizeAtMost(value: object): number {
  if (ArrayBuffer.isView(value)) return value.byteLength + overhead;
  let size = overhead;
  if (Array.isArray(value)) {
    for (const each of value as unknown[]) size += overhead + contentAtMost(each);
    return size;
  }
  // Own keys only: keys that careless code adds to `Object.prototype` are not stored, and may be cyclic.
  for (const key of Object.keys(value))
    size += 3 * key.length + overhead + contentAtMost((value as Record<string, unknown>)[key]);
  return size;
}

function contentAtMost(value: unknown): number {
  if (typeof value === 'string') return 3 * value.length;
  return typeof value === 'object' && value !== null ? sizeAtMost(value) : 0;
}

/** The bytes of a value besides its text, bytes or parts: its type, length and end, or a number. */
const overhead = 24;
