import { Decimal128 } from 'mongodb';
import { bsonTag } from '../../value/bson-tag.js';
import { driverTag } from '../../value/driver-values.js';
import { mismatch } from '../kind.js';
import { scalarKind } from '../scalar-kind.js';

export const decimal128Kind = scalarKind({
  accepts: (value) => driverTag(value) === 'Decimal128',
  encode: (value: Decimal128) => value,
  decode: (stored) => (bsonTag(stored) === 'Decimal128' ? stored : mismatch),
});

/** The Decimal128 of a decimal number; undefined for any other text, and for more digits than it has. */
export function decimal128Of(text: string): Decimal128 | undefined {
  if (text.length > 100 || !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return undefined;
  try {
    return Decimal128.fromString(text);
  } catch {
    return undefined;
  }
}
