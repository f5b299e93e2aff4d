import { mismatch } from '../codec.js';
import type { Codec } from '../codec.js';

/** A bigint in documents, a Long in MongoDB. Whole numbers of the other types are read as well. */
export const longCodec: Codec = {
  encode: (value: bigint) => value,
  decode: (stored) => {
    if (typeof stored === 'bigint') return stored;
    return Number.isSafeInteger(stored) ? BigInt(stored as number) : mismatch;
  },
};
