import { isDate } from 'node:util/types';
import { BSON } from 'mongodb';
import type { BSONRegExp, DBRef, Code, Double, Int32, Long } from 'mongodb';
import { bsonTag } from '../schema/bson-tag.js';
import { asRead } from './far-date.js';
import type { Plain } from '../schema/plain-object.js';

/** Every value with its BSON type. */
const options = { promoteValues: false, bsonRegExp: true } as const;

/**
 * A stored document as an object with stored keys. Values are those of JavaScript where the driver would write them as the very same
 * again, with Longs as bigints; others, as a whole number that is stored as a double, are of the driver's classes. So what is written
 * again, as the other elements of an array, does not change its type. BSON's old type undefined is as absent as in a document, and null in
 * an array, as the driver writes it.
 * @throws the driver's error if the bytes are no document
 */
export function parseStored(bytes: Uint8Array): Plain {
  return simplifyEntries(BSON.deserialize(bytes, options));
}

/** The same for the elements of a document, without what stands around them. */
export function parseElements(elements: Uint8Array): Plain {
  const bytes = Buffer.alloc(elements.length + 5);
  bytes.writeInt32LE(bytes.length, 0);
  bytes.set(elements, 4);
  return parseStored(bytes);
}

/** In place: the driver has just made it. */
function simplifyEntries<C extends object>(container: C): C {
  for (const key of Object.keys(container)) {
    const value = (container as Plain)[key];
    if (value === undefined) leaveOut(container, key);
    if (typeof value !== 'object' || value === null) continue;
    const simple = simplify(value);
    if (simple !== value) (container as Plain)[key] = simple;
  }
  return container;
}

/** Values of the driver have parts that are undefined. */
function leaveOut(container: object, key: string): void {
  if (Array.isArray(container)) container[Number(key)] = null;
  else if (bsonTag(container) === undefined) Reflect.deleteProperty(container, key);
}

function simplify(value: object): unknown {
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
      return simplifyEntries(value as DBRef | Code);
    case undefined:
      if (isDate(value)) return asRead(value);
      return Array.isArray(value) || Object.prototype.toString.call(value) === '[object Object]'
        ? simplifyEntries(value)
        : value;
    default:
      return value;
  }
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
