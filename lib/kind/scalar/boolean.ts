import { mismatch } from '../codec.js';
import type { Codec } from '../codec.js';

export const booleanCodec: Codec = {
  encode: (value: boolean) => value,
  decode: (stored) => (typeof stored === 'boolean' ? stored : mismatch),
};
