import { mismatch } from '../codec.js';
import type { Codec } from '../codec.js';

/** Stored as int32 where it is a whole number in that range, else as double, by the driver. A Long is read if nothing of it is lost. */
export const numberCodec: Codec = {
  encode: (value: number) => value,
  decode: (stored) => {
    if (typeof stored === 'number') return stored;
    const isSafe = typeof stored === 'bigint' && Number.isSafeInteger(Number(stored));
    return isSafe ? Number(stored) : mismatch;
  },
};
