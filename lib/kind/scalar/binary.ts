import { Binary } from 'mongodb';
import { bsonTag } from '../../value/bson-tag.js';
import { mismatch } from '../codec.js';
import type { Codec } from '../codec.js';

/** The driver's Binary, of any subtype. */
export const binaryCodec: Codec = {
  encode: copy,
  decode: (stored) => (bsonTag(stored) === 'Binary' ? copy(stored as Binary) : mismatch),
};

function copy(value: Binary): Binary {
  return new Binary(bytesOf(value), value.sub_type);
}

/** A copy of the bytes of a Binary. */
export function bytesOf(value: Binary): Buffer {
  return Buffer.from(value.value());
}
