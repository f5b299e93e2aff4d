import { isDate, isRegExp, isUint8Array } from 'node:util/types';
import { elementsOf } from './elements-of.js';
import { isPlainObject } from './plain-object.js';
import { driverTag } from './driver-values.js';
import { isText } from './text.js';

/** The deepest nesting that is stored, equal to MongoDB's limit. */
export const depthLimit = 100;
const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(value);
}

export function isInt64(value: unknown): value is bigint {
  return typeof value === 'bigint' && value >= int64.min && value <= int64.max;
}

export function isValidDate(value: unknown): value is Date {
  return isDate(value) && !Number.isNaN(value.getTime());
}

/**
 * Whether a key may be stored. Refused are keys that MongoDB reads as operators, that end early in BSON, reach a prototype, contain half of
 * a character, or make the driver take plain data for a value of its own.
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

/** Whether a value is plain data, at any depth, that can be stored; instances of classes need a declared type. */
export function isStorable(value: unknown, depth = 0): boolean {
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
