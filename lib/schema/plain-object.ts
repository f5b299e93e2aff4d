import { isMap } from 'node:util/types';

/** Whether a value is an object literal or parsed JSON, rather than an instance of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** Whether a value is a Map and can be walked as one: not an object that has `Map.prototype`, nor a Map that has lost it. */
export function isWholeMap(value: unknown): value is Map<unknown, unknown> {
  return isMap(value) && value instanceof Map;
}
