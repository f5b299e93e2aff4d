import { Int32 } from 'mongodb';
import { mismatch } from '../codec.js';
import type { Codec } from '../codec.js';

/** A number in documents, always an int32 in MongoDB. */
export const int32Codec: Codec = {
  encode: (value: number) => new Int32(value),
  decode: (stored) => (typeof stored === 'number' && (stored | 0) === stored ? stored : mismatch),
};
