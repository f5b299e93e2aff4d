import { isMap } from 'node:util/types';
import { isBuiltInPrototype } from './realm.js';

/** An object with stored keys that reaches no prototype of JavaScript, so that no key of stored data can reach one. */
export type Plain = Record<string, unknown>;

/**
 * Made by a constructor, since the engine treats an object without any prototype as a dictionary, which is several times
 * slower to fill and to read.
 */
export const PlainObject = function () {
  // Has no properties of its own.
} as unknown as { new (): Plain; prototype: Plain };
PlainObject.prototype = Object.freeze(Object.create(null)) as Plain;

export function newPlain(): Plain {
  return new PlainObject();
}

/** Whether a value is an object literal, parsed JSON or an object of stored keys, of whatever realm, rather than an instance of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = prototypeOf(value);
  if (prototype === Object.prototype || prototype === PlainObject.prototype || prototype === null)
    return true;
  // Those of classes have one themselves: for them nothing more is asked.
  return prototypeOf(prototype) === null && isBuiltInPrototype(prototype, 'Object');
}

/** Whether a value is a Map, of whatever realm, and can be walked as one: not an object that has `Map.prototype`, nor a Map that has lost it. */
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
