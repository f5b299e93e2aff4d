import { isDate, isRegExp } from 'node:util/types';
import { bsonTag, unwrapped } from '../bson-tag.js';
import { isPlainObject } from '../plain-object.js';
import type { Plain } from '../plain-object.js';

/** A text that is equal for equal values, and usually different for others: a key to find a value among many. */
export function contentKey(stored: unknown): string {
  const value = unwrapped(stored);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return `[${value.map(contentKey).join()}]`;
  if (isDate(value)) return `date ${value.getTime()}`;
  if (isPlainObject(value)) return objectKey(value);
  if (isRegExp(value)) return String(value);
  // A Long is the same number as the bigint that is sent for it.
  if (bsonTag(value) === 'Long') return String((value as { toBigInt(): bigint }).toBigInt());
  return `${bsonTag(value)} ${JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part))}`;
}

/** Keys may stand in any order. */
function objectKey(value: Readonly<Plain>): string {
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${contentKey(value[key])}`);
  return `{${entries.join()}}`;
}
