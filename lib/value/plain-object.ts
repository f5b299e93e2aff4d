import { isMap } from 'node:util/types';
import { isBuiltInPrototype } from './realm.js';

/** An object with stored keys that does not inherit from prototypes of JavaScript, so that keys of stored data cannot reach one. */
export type Plain = Record<string, unknown>;

/**
 * Makes plain objects. A constructor is used since the engine treats an object without any prototype as a dictionary, which is several
 * times slower.
 */
export const PlainObject = function () {
  // Sets no properties.
} as unknown as { new (): Plain; prototype: Plain };
PlainObject.prototype = Object.freeze(Object.create(null)) as Plain;

export function newPlain(): Plain {
  return new PlainObject();
}

/** Whether a value is an object literal, parsed JSON or an object of stored keys, from any realm, rather than an instance of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = prototypeOf(value);
  if (prototype === Object.prototype || prototype === PlainObject.prototype || prototype === null)
    return true;
  // Prototypes of classes have a prototype themselves, and need no further check.
  return prototypeOf(prototype) === null && isBuiltInPrototype(prototype, 'Object');
}

/** Whether an entry of plain objects and lists in a value, at any depth, passes a test. The entries of lists have their index as key. */
export function someEntry(value: unknown, test: (key: string, entry: unknown) => boolean): boolean {
  if (Array.isArray(value))
    return value.some((entry: unknown, index) => test(String(index), entry) || someEntry(entry, test));
  if (!isPlainObject(value)) return false;
  return Object.entries(value).some(([key, entry]) => test(key, entry) || someEntry(entry, test));
}

/** Whether undefined, which the driver sends as null, is among the entries of a value, at any depth. */
export function holdsUndefined(value: unknown): boolean {
  return someEntry(value, (_key, entry) => entry === undefined);
}

/** Whether an object has no keys. */
export function isEmptyPlain(plain: Plain): boolean {
  return Object.keys(plain).length === 0;
}

/**
 * Whether a value is a Map, from any realm, that can be iterated: not an object that merely has `Map.prototype`, nor a Map that has lost
 * it.
 */
export function isWholeMap(value: unknown): value is Map<unknown, unknown> {
  if (!isMap(value)) return false;
  if (value instanceof Map) return true;
  for (let prototype = prototypeOf(value); prototype; prototype = prototypeOf(prototype))
    if (isBuiltInPrototype(prototype, 'Map')) return true;
  return false;
}

function prototypeOf(value: object): object | null {
  return Object.getPrototypeOf(value) as object | null;
}
