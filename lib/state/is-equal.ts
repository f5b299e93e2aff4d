import { isDate, isRegExp, isUint8Array } from 'node:util/types';
import { bsonTag, unwrapped } from '../schema/bson-tag.js';

interface DriverValue {
  readonly id: Uint8Array;
  readonly buffer: Uint8Array;
  readonly sub_type: number;
  toHexString(): string;
  value(): Uint8Array;
}

/** Whether two stored values are the same value: by content, numbers whatever their BSON type, keys of objects in any order. */
export function isEqual(one: unknown, other: unknown): boolean {
  // What most values are, and what costs least to find out.
  if (typeof one === 'string' && typeof other === 'string') return one === other;
  const left = unwrapped(one);
  const right = unwrapped(other);
  if (Object.is(left, right)) return true;
  if (typeof left !== 'object' || typeof right !== 'object') return isSameNumber(left, right);
  if (left === null || right === null) return false;
  if (Array.isArray(left)) return Array.isArray(right) && isEqualArray(left, right);
  if (Array.isArray(right)) return false;
  if (isDate(left)) return isDate(right) && Object.is(left.getTime(), right.getTime());
  const bytes = bytesOf(left);
  if (bytes) return isEqualBytes(bytes, bytesOf(right));
  if (isRegExp(left) || bsonTag(left) !== undefined) return isEqualDriverValue(left, right);
  const isObject = bsonTag(right) === undefined && !isDate(right) && !isRegExp(right) && !bytesOf(right);
  return isObject && isEqualObject(left, right);
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

/** ObjectId, Decimal128, Timestamp and the like, and regular expressions: their text says all of their value. */
function isEqualDriverValue(left: object, right: object): boolean {
  const tag = bsonTag(left);
  if (tag !== bsonTag(right) || isRegExp(left) !== isRegExp(right)) return false;
  // One whose bytes were not compared has none: it only claims to be one.
  if (tag === 'Binary') return false;
  if (tag === 'ObjectId') return isEqualId(left as DriverValue, right as DriverValue);
  return textOf(left) === textOf(right);
}

/** Each document has one, and its text would have to be made first. */
function isEqualId({ id: left }: DriverValue, { id: right }: DriverValue): boolean {
  return isUint8Array(left) && isUint8Array(right) && Buffer.compare(left, right) === 0;
}

function textOf(value: object): string {
  if (isRegExp(value)) return String(value);
  if (typeof (value as Partial<DriverValue>).toHexString === 'function')
    return (value as DriverValue).toHexString();
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));
}

function isEqualArray(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((element, index) => isEqual(element, right[index]));
}

function isEqualObject(left: object, right: object): boolean {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every(
    (key) =>
      Object.hasOwn(right, key) &&
      isEqual((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key]),
  );
}
