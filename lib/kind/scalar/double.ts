import { Double } from 'mongodb';
import type { Codec } from '../codec.js';
import { numberCodec } from './number.js';

/** A number in documents, always a double in MongoDB. */
export const doubleCodec: Codec = {
  encode: (value: number) => new Double(value),
  decode: (stored) => numberCodec.decode(stored),
};
