import { Binary, UUID } from 'mongodb';
import { bsonTag } from '../../value/bson-tag.js';
import { driverTag } from '../../value/driver-values.js';
import { mismatch } from '../kind.js';
import { scalarKind } from '../scalar-kind.js';
import { bytesOf } from './binary.js';

/** The driver's UUID: a Binary of subtype 4. */
export const uuidKind = scalarKind({
  accepts: (value) => driverTag(value) === 'Binary' && isUuid(value) && 'toHexString' in value,
  encode: (value: UUID) => value,
  decode: decodeUuid,
  fromJson: (value) => (typeof value === 'string' ? (uuidOf(value) ?? value) : value),
});

/** The UUID in a Binary; `mismatch` for any other value. */
export function decodeUuid(stored: unknown): unknown {
  if (bsonTag(stored) !== 'Binary' || !isUuid(stored)) return mismatch;
  const bytes = bytesOf(stored);
  return bytes.length === 16 ? new UUID(bytes) : mismatch;
}

function isUuid(value: unknown): value is Binary {
  return (value as Binary).sub_type === Binary.SUBTYPE_UUID;
}

export function newUuid(): UUID {
  return new UUID();
}

/** The UUID of hexadecimal digits in groups; undefined for any other text. */
export function uuidOf(text: string): UUID | undefined {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) ? new UUID(text) : undefined;
}
