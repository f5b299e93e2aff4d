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
});
