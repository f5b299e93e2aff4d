import { Int32 } from 'mongodb';
import { mismatch } from '../kind.js';
import { scalarKind } from '../scalar-kind.js';

/** A number in documents, always an int32 in MongoDB. */
export const int32Kind = scalarKind({
  accepts: isInt32,
  encode: (value: number) => new Int32(value),
  decode: (stored) => (isInt32(stored) ? stored : mismatch),
});

function isInt32(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value;
}
