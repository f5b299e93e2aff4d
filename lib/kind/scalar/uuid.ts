import { Binary, UUID } from 'mongodb';
import { bsonTag } from '../../value/bson-tag.js';
import { bytesOf } from './binary.js';
import { mismatch } from '../codec.js';
import type { Codec } from '../codec.js';

/** The driver's UUID: a Binary of subtype 4. */
export const uuidCodec: Codec = {
  encode: (value: UUID) => value,
  decode: (stored) => {
    const isUuid = bsonTag(stored) === 'Binary' && (stored as Binary).sub_type === Binary.SUBTYPE_UUID;
    if (!isUuid) return mismatch;
    const bytes = bytesOf(stored as Binary);
    return bytes.length === 16 ? new UUID(bytes) : mismatch;
  },
};

export function newUuid(): UUID {
  return new UUID();
}
