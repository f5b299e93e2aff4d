import { isInt64 } from '../../value/storable.js';
import { mismatch } from '../kind.js';
import { scalarKind } from '../scalar-kind.js';

/** A bigint in documents, a Long in MongoDB. Whole numbers of other BSON types are read as well. */
export const bigintKind = scalarKind({
  accepts: isInt64,
  encode: (value: bigint) => value,
  decode: (stored) => {
    if (typeof stored === 'bigint') return stored;
    return Number.isSafeInteger(stored) ? BigInt(stored as number) : mismatch;
  },
  // A large number of JSON is rounded when it is parsed, so only text is certain to be exact.
  fromJson: (value) => bigintOf(value) ?? value,
});

/** The integer of decimal digits, up to 64 bits; undefined for any other value. */
export function bigintOf(text: unknown): bigint | undefined {
  if (typeof text !== 'string' || !/^(0|-?[1-9]\d{0,18})$/.test(text)) return undefined;
  const integer = BigInt(text);
  return isInt64(integer) ? integer : undefined;
}
