import { mismatch } from '../codec.js';
import type { Codec } from '../codec.js';

export const stringCodec: Codec = {
  encode: (value: string) => value,
  decode: (stored) => (typeof stored === 'string' ? stored : mismatch),
};
