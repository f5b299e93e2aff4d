import { isDate } from 'node:util/types';
import { mismatch } from '../codec.js';
import type { Codec } from '../codec.js';

export const dateCodec: Codec = {
  encode: (value: Date) => new Date(value),
  // MongoDB stores dates that JavaScript has no Date for; the driver reads them as invalid ones.
  decode: (stored) => (isDate(stored) && !Number.isNaN(stored.getTime()) ? new Date(stored) : mismatch),
};
