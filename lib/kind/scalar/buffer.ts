import { isUint8Array } from 'node:util/types';
import { Binary } from 'mongodb';
import { bsonTag } from '../../value/bson-tag.js';
import { mismatch } from '../kind.js';
import { scalarKind } from '../scalar-kind.js';
import { bytesOf } from './binary.js';

/** A Buffer in documents, a Binary of subtype 0 in MongoDB. Other subtypes have a meaning of their own and need a field of type Binary. */
export const bufferKind = scalarKind({
  accepts: isUint8Array,
  encode: (value: Uint8Array) => new Binary(Buffer.from(value)),
  decode: (stored) => {
    const isBytes = bsonTag(stored) === 'Binary' && (stored as Binary).sub_type === Binary.SUBTYPE_DEFAULT;
    return isBytes ? bytesOf(stored as Binary) : mismatch;
  },
});
