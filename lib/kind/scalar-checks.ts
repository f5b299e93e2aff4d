import { isUint8Array } from 'node:util/types';
import type { ScalarKind } from '../schema/document-schema.js';
import { driverTag } from '../value/driver-values.js';
import { isInt64, isNumber, isStorable, isValidDate } from '../value/storable.js';
import { isText } from '../value/text.js';

const checks: Readonly<
  Record<Exclude<ScalarKind, 'string' | 'number' | 'boolean'>, (value: unknown) => boolean>
> = {
  int32: (value) => typeof value === 'number' && (value | 0) === value,
  double: isNumber,
  bigint: isInt64,
  date: isValidDate,
  objectId: (value) => driverTag(value) === 'ObjectId',
  binary: (value) => driverTag(value) === 'Binary',
  buffer: isUint8Array,
  uuid: (value) =>
    driverTag(value) === 'Binary' &&
    (value as { sub_type: number }).sub_type === 4 &&
    'toHexString' in (value as object),
  decimal128: (value) => driverTag(value) === 'Decimal128',
  any: (value) => isStorable(value),
};

/** Whether a value, neither null nor undefined, can be stored in a field of this kind. Nothing is converted. */
export function isOfKind(kind: ScalarKind, value: unknown): boolean {
  // The most frequent ones without a call, which costs more than the check.
  switch (kind) {
    case 'string':
      return isText(value);
    case 'number':
      return typeof value === 'number' && !Number.isNaN(value);
    case 'boolean':
      return typeof value === 'boolean';
    default:
      return checks[kind](value);
  }
}
