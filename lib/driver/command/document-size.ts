import { BSON } from 'mongodb';
import { DocumentTooLargeError } from '../errors/write-errors.js';

/** What MongoDB takes for one document, in bytes. */
const limit = 16 * 1024 * 1024;

/**
 * Before anything is sent. The driver itself writes into a buffer of 17 MB, and cuts a long text off where that ends.
 * @throws DocumentTooLargeError
 */
export function assertSize(documentName: string, stored: object): void {
  if (sizeAtMost(stored) > limit && BSON.calculateObjectSize(stored, { ignoreUndefined: false }) > limit)
    throw new DocumentTooLargeError(documentName);
}

/** The size of a stored value in bytes, found quickly: rather too much than too little. */
export function sizeAtMost(value: object): number {
  if (ArrayBuffer.isView(value)) return value.byteLength + overhead;
  let size = overhead;
  if (Array.isArray(value)) {
    for (const each of value as unknown[]) size += overhead + contentAtMost(each);
    return size;
  }
  // Own keys only: what careless code has put on `Object.prototype` is not stored, and may be endless.
  for (const key of Object.keys(value))
    size += 3 * key.length + overhead + contentAtMost((value as Record<string, unknown>)[key]);
  return size;
}

function contentAtMost(value: unknown): number {
  if (typeof value === 'string') return 3 * value.length;
  return typeof value === 'object' && value !== null ? sizeAtMost(value) : 0;
}

/** Of a value beside its text, bytes or parts: its type, length and end, or a number. */
const overhead = 24;
