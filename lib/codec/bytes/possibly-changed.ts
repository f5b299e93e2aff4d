import { isDate, isUint8Array } from 'node:util/types';
import type { ObjectId } from 'mongodb';
import { bsonTag, unwrapped } from '../../value/bson-tag.js';
import type { FieldSchema } from '../../schema/document-schema.js';
import { isPlainObject } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import { double, endOfKey, endOfValue, int32, long, milliseconds } from './bson-bytes.js';
import { isKeyAt } from './parse-keys.js';

/**
 * The fields, in order, whose stored values may differ from `after`, an encoded document; all others are certainly equal. Values are
 * compared as bytes, without parsing, since most fields of a saved document have not changed.
 */
export function possiblyChanged(
  bytes: Buffer,
  fields: readonly FieldSchema[],
  after: Readonly<Plain>,
): readonly FieldSchema[] {
  const doubtful: FieldSchema[] = [];
  const doubt = (from: number, to: number): void => {
    for (let index = from; index < to; index++) {
      const field = fields[index] as FieldSchema;
      if (after[field.key] !== undefined) doubtful.push(field);
    }
  };
  const end = bytes.length - 1;
  let expected = 0;
  let at = 4;
  while (at < end) {
    const value = endOfKey(bytes, at + 1, end) + 1;
    const next = endOfValue(bytes, bytes[at] as number, value, end);
    const index = positionOf(bytes, at + 1, fields, expected);
    // Stored in another order than they are written in, or twice: all fields are read.
    if (index === undefined && positionOf(bytes, at + 1, fields, 0) !== undefined) return fields;
    if (index !== undefined) {
      doubt(expected, index);
      const field = fields[index] as FieldSchema;
      if (!isSameValue(bytes, bytes[at] as number, value, next, after[field.key])) doubtful.push(field);
      expected = index + 1;
    }
    at = next;
  }
  doubt(expected, fields.length);
  return doubtful;
}

/** The position of the field whose key stands here, from a position on. */
function positionOf(
  bytes: Buffer,
  at: number,
  fields: readonly FieldSchema[],
  from: number,
): number | undefined {
  for (let index = from; index < fields.length; index++)
    if (isKeyAt(bytes, at, (fields[index] as FieldSchema).key)) return index;
  return undefined;
}

/** Whether the value stored here, up to `next`, certainly equals this one, as `isEqual` would say after reading it. */
function isSameValue(bytes: Buffer, type: number, at: number, next: number, value: unknown): boolean {
  switch (type) {
    case 0x01:
      return isSameNumber(value, 'Double', double(bytes, at));
    case 0x02:
      return typeof value === 'string' && isSameText(bytes, at + 4, next - 1, value);
    case 0x03:
      return isPlainObject(value) && isSameObject(bytes, at, next, value);
    case 0x04:
      return Array.isArray(value) && isSameArray(bytes, at, next, value);
    case 0x07:
      return bsonTag(value) === 'ObjectId' && isSameId(bytes, at, (value as ObjectId).id);
    case 0x08:
      return value === (bytes[at] === 1);
    case 0x09:
      return isDate(value) && value.getTime() === milliseconds(bytes, at);
    case 0x0a:
      return value === null;
    case 0x10:
      return isSameNumber(value, 'Int32', int32(bytes, at));
    case 0x12:
      return value === long(bytes, at);
    default:
      return false;
  }
}

/** Whether a stored number is this one. A JavaScript number leaves the BSON type unchanged. */
function isSameNumber(value: unknown, tag: 'Double' | 'Int32', stored: number): boolean {
  if (typeof value === 'number') return Object.is(value, stored);
  return bsonTag(value) === tag && Object.is(unwrapped(value), stored);
}

function isSameText(bytes: Buffer, at: number, end: number, value: string): boolean {
  if (value.length === end - at) {
    let index = 0;
    while (
      index < value.length &&
      bytes[at + index] === value.charCodeAt(index) &&
      value.charCodeAt(index) < 128
    )
      index++;
    if (index === value.length) return true;
  }
  return !value.includes('\ufffd') && bytes.toString('utf8', at, end) === value;
}

function isSameId(bytes: Buffer, at: number, id: unknown): boolean {
  return isUint8Array(id) && bytes.compare(id, 0, id.length, at, at + 12) === 0;
}

/** Compares objects whose keys stand in the order in which they are written. */
function isSameObject(bytes: Buffer, from: number, to: number, value: Readonly<Plain>): boolean {
  const keys = Object.keys(value);
  let count = 0;
  let at = from + 4;
  while (at < to - 1) {
    const key = keys[count++];
    if (key === undefined || !isKeyAt(bytes, at + 1, key)) return false;
    const start = endOfKey(bytes, at + 1, to) + 1;
    const next = endOfValue(bytes, bytes[at] as number, start, to - 1);
    if (!isSameValue(bytes, bytes[at] as number, start, next, value[key])) return false;
    at = next;
  }
  return count === keys.length;
}

function isSameArray(bytes: Buffer, from: number, to: number, value: readonly unknown[]): boolean {
  let count = 0;
  let at = from + 4;
  while (at < to - 1) {
    if (count === value.length) return false;
    const start = endOfKey(bytes, at + 1, to) + 1;
    const next = endOfValue(bytes, bytes[at] as number, start, to - 1);
    if (!isSameValue(bytes, bytes[at] as number, start, next, value[count++])) return false;
    at = next;
  }
  return count === value.length;
}
