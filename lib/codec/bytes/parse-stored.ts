import { isDate } from 'node:util/types';
import { BSON } from 'mongodb';
import type { BSONRegExp, DBRef, Code, Double, Int32, Long } from 'mongodb';
import { bsonTag } from '../../value/bson-tag.js';
import { isIndex, setKey } from '../../value/ordered-plain.js';
import { isPlainObject, newPlain } from '../../value/plain-object.js';
import { endOfKey, endOfValue } from './bson-bytes.js';
import { guardDate } from '../../kind/scalar/unrepresentable-date.js';
import type { Plain } from '../../value/plain-object.js';

/** Every value with its BSON type. */
const options = { promoteValues: false, bsonRegExp: true } as const;

/**
 * A stored document as an object with stored keys. Values are those of JavaScript where the driver would write them as the very same
 * again, with Longs as bigints; others, as a whole number that is stored as a double, are of the driver's classes. So what is written
 * again, as the other elements of an array, does not change its type. Keys stand in the order in which they are stored. BSON's old type
 * undefined is as absent as in a document, and null in an array, as the driver writes it.
 * @throws the driver's error if the bytes are no document
 */
export function parseStored(bytes: Uint8Array): Plain {
  const found: Found = { indexes: false };
  const stored = simplifyEntries(BSON.deserialize(bytes, options), found);
  // The driver makes objects of JavaScript, which list such keys first.
  return found.indexes ? (inOrder(Buffer.from(bytes), 0, bytes.length, stored) as Plain) : stored;
}

/** What is found in a document besides its values. */
interface Found {
  /** Whether keys look like indexes. */
  indexes: boolean;
}

/** The same for the elements of a document, without what stands around them. */
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
      // What they hold: an id, keys of their own, a scope.
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
 * What the driver made of the document or array from `at` to `next`, with keys in the order in which they stand there. Changed in place, but
 * for objects with keys that look like indexes.
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
  // Of two elements with one key the driver has made one, which these bytes may not be those of.
  if (known.size !== listed.length || !listed.every((key) => known.has(key))) return container;
  return keys.reduce((ordered, key) => setKey(ordered, key, values[key]), newPlain());
}

/** Whether any of the keys that JavaScript lists of an object looks like an index. */
function hasIndexes([first]: readonly string[]): boolean {
  return first !== undefined && isIndex(first);
}

/** The options that a regular expression of JavaScript can have, as the driver translates them. */
const flags: Readonly<Record<string, string>> = { i: 'i', m: 'm', s: 'g' };

/** Patterns that JavaScript does not know, or would write in another way, stay what they are. */
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
