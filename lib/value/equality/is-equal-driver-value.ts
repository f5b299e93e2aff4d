import { isRegExp, isUint8Array } from 'node:util/types';
import { bsonTag } from '../bson-tag.js';

/** Whether two values are the same, as the caller defines it. */
export type Comparison = (left: unknown, right: unknown) => boolean;

/** A value of one of the driver's classes. */
export interface DriverValue {
  readonly id: Uint8Array;
  readonly bytes: Uint8Array;
  readonly buffer: Uint8Array;
  readonly sub_type: number;
  readonly low: number;
  readonly high: number;
  readonly pattern: string;
  readonly options: string;
  readonly code: string;
  readonly scope: unknown;
  readonly collection: string;
  readonly db: string | undefined;
  readonly oid: unknown;
  readonly fields: unknown;
  value(): Uint8Array;
}

/** Comparisons by tag of two values of the driver. Their parts are compared by the given function. */
const comparisons: Readonly<
  Record<string, (left: DriverValue, right: DriverValue, isSame: Comparison) => boolean>
> = {
  ObjectId: (left, right) => isEqualBytes(left.id, right.id),
  Decimal128: (left, right) => isEqualBytes(left.bytes, right.bytes),
  Long: isEqualWord,
  Timestamp: isEqualWord,
  MinKey: () => true,
  MaxKey: () => true,
  BSONRegExp: (left, right) => left.pattern === right.pattern && left.options === right.options,
  Code: (left, right, isSame) => left.code === right.code && isSame(left.scope ?? null, right.scope ?? null),
  DBRef: (left, right, isSame) =>
    left.collection === right.collection &&
    left.db === right.db &&
    isSame(left.oid, right.oid) &&
    isSame(left.fields, right.fields),
};

/** Whether two values are the same. One of them is of a driver class or a regular expression, and neither is a Binary. */
export function isEqualDriverValue(left: object, right: object, isSame: Comparison): boolean {
  if (isRegExp(left) || isRegExp(right))
    return isRegExp(left) && isRegExp(right) && String(left) === String(right);
  const tag = bsonTag(left);
  if (tag === undefined || tag !== bsonTag(right) || !Object.hasOwn(comparisons, tag)) return false;
  return comparisons[tag]?.(left as DriverValue, right as DriverValue, isSame) ?? false;
}

function isEqualBytes(left: unknown, right: unknown): boolean {
  return isUint8Array(left) && isUint8Array(right) && Buffer.compare(left, right) === 0;
}

function isEqualWord(left: DriverValue, right: DriverValue): boolean {
  return left.low === right.low && left.high === right.high;
}
