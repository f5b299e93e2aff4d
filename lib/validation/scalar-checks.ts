import { isDate, isRegExp, isUint8Array } from 'node:util/types';
import type { ScalarKind } from '../schema/document-schema.js';
import { elementsOf } from '../schema/elements-of.js';
import { isPlainObject } from '../schema/plain-object.js';
import { driverTag } from './driver-values.js';
import { isText } from './text.js';

/** The deepest nesting that is stored, the same as MongoDB's own limit. */
export const depthLimit = 100;
const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

const isNumber = (value: unknown): boolean => typeof value === 'number' && !Number.isNaN(value);
const isInt64 = (value: unknown): boolean =>
  typeof value === 'bigint' && value >= int64.min && value <= int64.max;
const isValidDate = (value: unknown): boolean => isDate(value) && !Number.isNaN(value.getTime());

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
  any: (value) => isStorable(value, 0),
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

/**
 * Whether a key may be stored from a document's values: keys that MongoDB reads as operators, that end early in BSON,
 * that reach a prototype, that have half of a character, or that make the driver take plain data for a value of its own are refused.
 */
export function isStorableKey(key: string): boolean {
  return (
    !key.startsWith('$') &&
    !key.includes('\0') &&
    key !== '__proto__' &&
    key !== '_bsontype' &&
    key.isWellFormed()
  );
}

/** Plain values, at any depth; instances of classes have a declared type or no place in a document. */
function isStorable(value: unknown, depth: number): boolean {
  if (depth > depthLimit) return false;
  if (value === null || typeof value === 'boolean' || isText(value)) return true;
  if (isNumber(value) || isInt64(value)) return true;
  if (typeof value !== 'object') return false;
  if (isDate(value)) return isValidDate(value);
  if (isUint8Array(value)) return true;
  if (isRegExp(value)) return isText(value.source) && !value.source.includes('\0') && !('toBSON' in value);
  const isStorableWithin = (inner: unknown): boolean => isStorable(inner, depth + 1);
  if (driverTag(value, isStorableWithin) !== undefined) return true;
  if (Array.isArray(value)) return elementsOf(value).every(isStorableWithin);
  if (!isPlainObject(value)) return false;
  return Object.entries(value).every(
    ([key, entry]) => isStorableKey(key) && (entry === undefined || isStorableWithin(entry)),
  );
}
