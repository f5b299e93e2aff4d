import { ObjectId } from 'mongodb';
import { bsonTag } from '../../value/bson-tag.js';
import { driverTag } from '../../value/driver-values.js';
import { mismatch } from '../kind.js';
import { scalarKind } from '../scalar-kind.js';

/** The driver's ObjectId. Documents also accept its text. */
export const objectIdKind = scalarKind({
  accepts: (value) => driverTag(value) === 'ObjectId',
  encode: (value: ObjectId) => value,
  decode: (stored) => (bsonTag(stored) === 'ObjectId' ? stored : mismatch),
  convert: (value) => objectIdOf(value) ?? value,
});

export function newObjectId(): ObjectId {
  return new ObjectId();
}

/** The ObjectId of 24 hexadecimal digits; undefined for any other value. */
export function objectIdOf(text: unknown): ObjectId | undefined {
  return typeof text === 'string' && /^[\da-f]{24}$/i.test(text) ? new ObjectId(text) : undefined;
}
