import { isDate, isRegExp, isUint8Array } from 'node:util/types';
import { bsonTag } from '../value/bson-tag.js';
import { isWholeMap } from '../value/plain-object.js';

/** A document as `plain` gives it, as far as that follows from the document alone: its own properties without those that are undefined. */
export function plainOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainOf);
  if (isWholeMap(value)) return Object.fromEntries(plainEntries([...value] as [string, unknown][]));
  return isScalar(value) ? value : Object.fromEntries(plainEntries(Object.entries(value as object)));
}

function plainEntries(entries: readonly (readonly [string, unknown])[]): [string, unknown][] {
  const present = entries.filter(([, each]) => each !== undefined && typeof each !== 'function');
  return present.map(([name, each]) => [name, plainOf(each)]);
}

function isScalar(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return isDate(value) || isRegExp(value) || isUint8Array(value) || bsonTag(value) !== undefined;
}
