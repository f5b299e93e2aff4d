import { isDate, isRegExp, isUint8Array } from 'node:util/types';
import { Code, DBRef } from 'mongodb';
import type { Binary } from 'mongodb';
import { bsonTag, unwrapped } from '../../value/bson-tag.js';
import { mapElements } from '../../value/elements-of.js';
import type { Plain } from '../../value/plain-object.js';
import { binaryCodec } from '../scalar/binary.js';
import { guardDate } from '../scalar/unrepresentable-date.js';
import { mismatch } from '../codec.js';
import type { Codec } from '../codec.js';

/**
 * Values without a declared type, stored as they are: copied at any depth, `undefined` entries of objects left out. Numbers and text are
 * read as those of JavaScript, however they are stored.
 */
export const anyCodec: Codec = {
  encode: (value) => copy(value, asItIs),
  decode: (stored) => {
    try {
      return copy(stored, unwrapped);
    } catch (error) {
      // Nested deeper than can be walked.
      if (error instanceof RangeError) return mismatch;
      throw error;
    }
  },
};

const asItIs = (value: unknown): unknown => value;

/** @param scalar gives what stands for a value of the driver */
function copy(value: unknown, scalar: (value: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isDate(value)) return guardDate(new Date(value));
  if (isUint8Array(value)) return Buffer.from(value);
  const tag = bsonTag(value);
  if (tag === 'Binary' && !('toHexString' in value)) return binaryCodec.encode(value as Binary as never);
  if (tag === 'DBRef') return copyReference(value as DBRef, scalar);
  if (tag === 'Code') return copyCode(value as Code, scalar);
  if (tag !== undefined || isRegExp(value)) return scalar(value);
  if (Array.isArray(value)) return mapElements(value, (element) => copy(element, scalar));
  const copied: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    // Stored data may have a key __proto__: defined, it is a key like any other; assigned, it would be the prototype.
    Object.defineProperty(copied, key, {
      value: copy(entry, scalar),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return copied;
}

function copyReference(value: DBRef, scalar: (value: unknown) => unknown): DBRef {
  const { collection, oid, db, fields } = value;
  return new DBRef(collection, copy(oid, scalar) as DBRef['oid'], db, copy(fields, scalar) as Plain);
}

function copyCode({ code, scope }: Code, scalar: (value: unknown) => unknown): Code {
  return new Code(code, copy(scope, scalar) as Plain | null);
}
