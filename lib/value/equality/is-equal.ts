import { isDate, isRegExp, isUint8Array } from 'node:util/types';
import { bsonTag, unwrapped } from '../bson-tag.js';
import { isEqualDriverValue } from './is-equal-driver-value.js';
import type { Comparison, DriverValue } from './is-equal-driver-value.js';

/** Whether two stored values are equal: by content, numbers of any BSON type, keys of objects in any order. */
export function isEqual(one: unknown, other: unknown): boolean {
  // The most common case, and the cheapest to check.
  if (typeof one === 'string' && typeof other === 'string') return one === other;
  const left = unwrapped(one);
  const right = unwrapped(other);
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object') return isSameNumber(left, right);
  return left !== null && right !== null && isEqualContent(left, right, isEqual);
}

/** Whether two objects or arrays have the same content. Their parts are compared by the given function. */
export function isEqualContent(left: object, right: object, isSame: Comparison): boolean {
  if (Array.isArray(left)) return Array.isArray(right) && isEqualArray(left, right, isSame);
  if (Array.isArray(right)) return false;
  if (isDate(left)) return isDate(right) && Object.is(left.getTime(), right.getTime());
  const bytes = bytesOf(left);
  if (bytes) return isEqualBytes(bytes, bytesOf(right));
  if (isRegExp(left) || bsonTag(left) !== undefined) return isEqualDriverValue(left, right, isSame);
  const isObject = bsonTag(right) === undefined && !isDate(right) && !isRegExp(right) && !bytesOf(right);
  return isObject && isEqualObject(left, right, isSame);
}

function isSameNumber(left: unknown, right: unknown): boolean {
  const isMixed =
    (typeof left === 'bigint' && typeof right === 'number') ||
    (typeof left === 'number' && typeof right === 'bigint');
  return isMixed && String(left) === String(right);
}

function bytesOf(value: object): { readonly subtype: number; readonly bytes: Uint8Array } | undefined {
  if (isUint8Array(value)) return { subtype: 0, bytes: value };
  if (bsonTag(value) !== 'Binary' || !isUint8Array((value as DriverValue).buffer)) return undefined;
  return { subtype: (value as DriverValue).sub_type, bytes: (value as DriverValue).value() };
}

function isEqualBytes(left: ReturnType<typeof bytesOf>, right: ReturnType<typeof bytesOf>): boolean {
  if (!left || left.subtype !== right?.subtype) return false;
  return Buffer.compare(left.bytes, right.bytes) === 0;
}

function isEqualArray(left: readonly unknown[], right: readonly unknown[], isSame: Comparison): boolean {
  return left.length === right.length && left.every((element, index) => isSame(element, right[index]));
}

function isEqualObject(left: object, right: object, isSame: Comparison): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(right, key) &&
      isSame((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
  );
}
