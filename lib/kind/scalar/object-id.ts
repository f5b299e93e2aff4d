import { ObjectId } from 'mongodb';
import { bsonTag } from '../../value/bson-tag.js';
import { mismatch } from '../codec.js';
import type { Codec } from '../codec.js';

export const objectIdCodec: Codec = {
  encode: (value: ObjectId) => value,
  decode: (stored) => (bsonTag(stored) === 'ObjectId' ? stored : mismatch),
};

export function newObjectId(): ObjectId {
  return new ObjectId();
}

/** The id that text of 24 hexadecimal digits says; undefined for anything else. */
export function objectIdOf(text: unknown): ObjectId | undefined {
  return typeof text === 'string' && /^[\da-f]{24}$/i.test(text) ? new ObjectId(text) : undefined;
}
