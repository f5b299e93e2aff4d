import { Binary } from 'mongodb';
import { bsonTag } from '../../value/bson-tag.js';
import { driverTag } from '../../value/driver-values.js';
import { mismatch } from '../kind.js';
import { scalarKind } from '../scalar-kind.js';

/** The driver's Binary, of any subtype. */
export const binaryKind = scalarKind({
  accepts: (value) => driverTag(value) === 'Binary',
  encode: copyBinary,
  decode: (stored) => (bsonTag(stored) === 'Binary' ? copyBinary(stored as Binary) : mismatch),
});

export function copyBinary(value: Binary): Binary {
  return new Binary(bytesOf(value), value.sub_type);
}

/** A copy of the bytes of a Binary. */
export function bytesOf(value: Binary): Buffer {
  return Buffer.from(value.value());
}
