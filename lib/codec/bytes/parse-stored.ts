import { isDate } from 'node:util/types';
import { BSON } from 'mongodb';
import type { BSONRegExp, DBRef, Code, Double, Int32, Long } from 'mongodb';
import { bsonTag } from '../../value/bson-tag.js';
import { isIndex, setKey } from '../../value/ordered-plain.js';
import { isPlainObject, newPlain } from '../../value/plain-object.js';
import { endOfKey, endOfValue } from './bson-bytes.js';
import { guardDate } from '../../kind/scalar/unrepresentable-date.js';
import type { Plain } from '../../value/plain-object.js';

/** Options that keep the BSON type of every value. */
const options = { promoteValues: false, bsonRegExp: true } as const;

/**
 * Parses a stored document into an object with stored keys, in stored order. Values become those of JavaScript where the driver would write
 * them back with the same type (Longs as bigints), and stay driver values otherwise.
 * @returns an object without values of BSON's deprecated type undefined; in arrays they are null, as the driver writes them
 * @throws the driver's error if the bytes are not a document
 */
export function parseStored(bytes: Uint8Array): Plain {
  const found: Found = { indexes: false };
  const stored = simplifyEntries(BSON.deserialize(bytes, options), found);
  // The driver makes JavaScript objects, which list such keys first.
  return found.indexes ? (inOrder(Buffer.from(bytes), 0, bytes.length, stored) as Plain) : stored;
}

/** Facts about a document besides its values. */
interface Found {
  /** Whether any keys look like indexes. */
  indexes: boolean;
}

/** Parses the elements of a document, without the bytes around them. */
export function parseElements(elements: Uint8Array): Plain {
  const bytes = Buffer.alloc(elements.length + 5);
  bytes.writeInt32LE(bytes.length, 0);
  bytes.set(elements, 4);
  return parseStored(bytes);
}

/** In place: the driver has just made it. */
function simplifyEntries<C extends object>(container: C, found: Found): C {
  const keys = Object.keys(container);
  if (!Array.isArray(container) && hasIndexes(keys)) found.indexes = true;
  for (const key of keys) {
    const value = (container as Plain)[key];
    if (value === undefined) leaveOut(container, key);
    if (typeof value !== 'object' || value === null) continue;
    const simple = simplify(value, found);
    if (simple !== value) (container as Plain)[key] = simple;
  }
  return container;
}

/** Values of the driver have parts that are undefined. */
function leaveOut(container: object, key: string): void {
  if (Array.isArray(container)) container[Number(key)] = null;
  else if (bsonTag(container) === undefined) Reflect.deleteProperty(container, key);
}

function simplify(value: object, found: Found): unknown {
  switch (bsonTag(value)) {
    case 'Int32':
      return (value as Int32).value;
    case 'Long':
      return (value as Long).toBigInt();
    case 'Double': {
      const { value: number } = value as Double;
      const isWrittenAsInt32 = (number | 0) === number && !Object.is(number, -0);
      return isWrittenAsInt32 ? value : number;
    }
    case 'BSONRegExp':
      return simplifyPattern(value as BSONRegExp);
    case 'DBRef':
    case 'Code':
      // The values in them: an id, other keys, variables of the code.
      return simplifyEntries(value as DBRef | Code, found);
    case undefined:
      if (isDate(value)) return guardDate(value);
      return Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]'
        ? simplifyEntries(value, found)
        : value;
    default:
      return value;
  }
}

/**
 * Puts the keys of a parsed document or array, from `at` to `next`, into stored order. Changed in place, except for objects with keys that
 * look like indexes.
 */
function inOrder(bytes: Buffer, at: number, next: number, container: object): object {
  const values = container as Plain;
  const isArray = Array.isArray(container);
  const keys: string[] = [];
  for (let element = at + 4; element < next - 1;) {
    const start = endOfKey(bytes, element + 1, next) + 1;
    const end = endOfValue(bytes, bytes[element] as number, start, next - 1);
    const key = isArray ? String(keys.length) : bytes.toString('utf8', element + 1, start - 1);
    const value = values[key];
    if (Array.isArray(value) || isPlainObject(value)) values[key] = inOrder(bytes, start, end, value);
    keys.push(key);
    element = end;
  }
  const listed = Object.keys(container);
  if (isArray || !hasIndexes(listed)) return container;
  const known = new Set(keys);
  // For two elements with one key the driver made only one, so these bytes may not be its own.
  if (known.size !== listed.length || !listed.every((key) => known.has(key))) return container;
  return keys.reduce((ordered, key) => setKey(ordered, key, values[key]), newPlain());
}

/** Whether any of the keys that JavaScript lists of an object looks like an index. */
function hasIndexes([first]: readonly string[]): boolean {
  return first !== undefined && isIndex(first);
}

/** The flags of JavaScript regular expressions, as the driver translates them. */
const flags: Readonly<Record<string, string>> = { i: 'i', m: 'm', s: 'g' };

/** Leaves patterns as they are if JavaScript does not support them, or would write them differently. */
function simplifyPattern(stored: BSONRegExp): BSONRegExp | RegExp {
  if (/[^ims]/.test(stored.options)) return stored;
  try {
    const pattern = new RegExp(
      stored.pattern,
      stored.options.replace(/./g, (option) => flags[option] ?? ''),
    );
    return pattern.source === stored.pattern ? pattern : stored;
  } catch {
    return stored;
  }
}
