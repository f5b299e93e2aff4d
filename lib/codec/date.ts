import { isDate } from 'node:util/types';
import { mismatch } from './codec.js';
import type { Codec } from './codec.js';

export const dateCodec: Codec = {
  encode: (value: Date) => new Date(value),
  decode: (stored) => (isDate(stored) ? new Date(stored) : mismatch),
};
