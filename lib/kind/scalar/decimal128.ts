import type { Decimal128 } from 'mongodb';
import { bsonTag } from '../../value/bson-tag.js';
import { mismatch } from '../codec.js';
import type { Codec } from '../codec.js';

export const decimal128Codec: Codec = {
  encode: (value: Decimal128) => value,
  decode: (stored) => (bsonTag(stored) === 'Decimal128' ? stored : mismatch),
};
