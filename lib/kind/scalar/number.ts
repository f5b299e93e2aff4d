import { isNumber } from '../../value/storable.js';
import { mismatch } from '../kind.js';
import { scalarKind } from '../scalar-kind.js';

/** Stored as int32 where it is a whole number in that range, else as double, by the driver. */
export const numberKind = scalarKind({
  accepts: isNumber,
  encode: (value: number) => value,
  decode: decodeNumber,
});

/** A number of whatever BSON type. A Long is read if nothing of it is lost. */
export function decodeNumber(stored: unknown): unknown {
  if (typeof stored === 'number') return stored;
  const isSafe = typeof stored === 'bigint' && Number.isSafeInteger(Number(stored));
  return isSafe ? Number(stored) : mismatch;
}
