import type { Decimal128 } from 'mongodb';
import { bsonTag } from '../../value/bson-tag.js';
import { driverTag } from '../../value/driver-values.js';
import { mismatch } from '../kind.js';
import { scalarKind } from '../scalar-kind.js';

export const decimal128Kind = scalarKind({
  accepts: (value) => driverTag(value) === 'Decimal128',
  encode: (value: Decimal128) => value,
  decode: (stored) => (bsonTag(stored) === 'Decimal128' ? stored : mismatch),
});
