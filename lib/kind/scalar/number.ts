import { isNumber } from '../../value/storable.js';
import { mismatch } from '../kind.js';
import { scalarKind } from '../scalar-kind.js';

/** Stored by the driver as int32 for a whole number in that range, otherwise as double. */
export const numberKind = scalarKind({
  accepts: isNumber,
  encode: (value: number) => value,
  decode: decodeNumber,
});

/** Reads a number of any BSON type; a Long only if no digit is lost. */
export function decodeNumber(stored: unknown): unknown {
  if (typeof stored === 'number') return stored;
  const isSafe = typeof stored === 'bigint' && Number.isSafeInteger(Number(stored));
  return isSafe ? Number(stored) : mismatch;
}
