import { ObjectId } from 'mongodb';
import { unwrapped } from '../schema/bson-tag.js';
import type { FieldSchema } from '../schema/document-schema.js';
import { isShownKey } from '../schema/undeclared-field.js';
import { anyCodec } from './any.js';
import type { Codec } from './codec.js';
import { mismatch } from './codec.js';
import { shortText } from './short-text.js';
import { parseElements } from './parse-stored.js';
import type { UndeclaredKeys } from './undeclared-keys.js';

/**
 * Thrown by generated decoders where something is not as they read it fast. The document is then decoded step by step,
 * which finds the value after all, or the error.
 */
export const irregular: Error = Object.freeze(new Error('to be decoded step by step'));

/** A field of a document, or of one inside it, that has a value though nothing is stored. */
export interface InitialValue {
  readonly holder: object;
  readonly field: FieldSchema;
}

/** What the decoding of one document works with, and what it finds besides values. */
export interface Decoding {
  readonly undeclared: UndeclaredKeys;
  /** The fields that were asked for; undefined if all were. */
  readonly loaded: ReadonlySet<string> | undefined;
  initialValues: InitialValue[] | undefined;
}

const scratch = new Uint8Array(8);
const scratchDouble = new Float64Array(scratch.buffer);
const scratchLong = new BigInt64Array(scratch.buffer);

/** The sizes of BSON types whose size does not depend on the value. */
const fixedSizes = new Map([
  [0x01, 8],
  [0x06, 0],
  [0x07, 12],
  [0x08, 1],
  [0x09, 8],
  [0x0a, 0],
  [0x10, 4],
  [0x11, 8],
  [0x12, 8],
  [0x13, 16],
  [0x7f, 0],
  [0xff, 0],
]);

export function int32(bytes: Buffer, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

export function double(bytes: Buffer, at: number): number {
  fill(bytes, at);
  return scratchDouble[0] as number;
}

export function long(bytes: Buffer, at: number): bigint {
  fill(bytes, at);
  return scratchLong[0] as bigint;
}

/** A Long where a number is declared: only if nothing of it is lost. */
export function safeNumber(bytes: Buffer, at: number): number {
  const value = Number(long(bytes, at));
  if (!Number.isSafeInteger(value)) throw irregular;
  return value;
}

/** The greatest distance from 1970, in milliseconds, that a Date of JavaScript can have. */
const lastDate = 8.64e15;

/** Since 1970. Beyond the dates of JavaScript the last digits are lost. */
export function milliseconds(bytes: Buffer, at: number): number {
  return (int32(bytes, at) >>> 0) + int32(bytes, at + 4) * 2 ** 32;
}

export function date(bytes: Buffer, at: number): Date {
  const time = milliseconds(bytes, at);
  if (time > lastDate || time < -lastDate) throw irregular;
  return new Date(time);
}

export function boolean(bytes: Buffer, at: number): boolean {
  const byte = bytes[at] as number;
  if (byte > 1) throw irregular;
  return byte === 1;
}

/** In versions of the driver whose ObjectId does not keep the bytes that it is made of, all are made of the same ones. */
const copiesBytes = ((): boolean => {
  const bytes = Buffer.alloc(12);
  const id = new ObjectId(bytes);
  bytes[0] = 1;
  return id.toHexString().startsWith('00');
})();
const idBytes = Buffer.alloc(12);

export function objectId(bytes: Buffer, at: number): ObjectId {
  const own = copiesBytes ? idBytes : Buffer.alloc(12);
  for (let index = 0; index < 12; index++) own[index] = bytes[at + index] as number;
  return new ObjectId(own);
}

/** Bytes that are no UTF-8 become a replacement character, and one may be stored as well: the decoding step by step knows. */
export function text(bytes: Buffer, at: number, length: number): string {
  const short = shortText(bytes, at, length);
  if (short !== undefined) return short;
  const value = bytes.toString('utf8', at, at + length);
  if (value.includes('\ufffd')) throw irregular;
  return value;
}

/** Where the key that begins here ends. */
export function endOfKey(bytes: Buffer, at: number, end: number): number {
  let found = at;
  while (bytes[found] !== 0) if (++found > end) throw irregular;
  return found;
}

/** Where the value of this type that begins here ends, and the next element begins. */
export function endOfValue(bytes: Buffer, type: number, at: number, end: number): number {
  const next = at + sizeOf(bytes, type, at, end);
  if (!(next > at - 1 && next <= end)) throw irregular;
  return next;
}

/** BSON's old undefined: what it means depends on where it stands. */
const undefinedType = 0x06;

/** A value of a type that is not read here, by way of the driver and the type's own codec. */
export function other(bytes: Buffer, type: number, at: number, next: number, codec: Codec): unknown {
  if (type === undefinedType) throw irregular;
  const stored = parseElements(Buffer.concat([Uint8Array.of(type, 0), bytes.subarray(at, next)]))[''];
  const value = codec.decode(unwrapped(stored));
  if (value === mismatch) throw irregular;
  return value;
}

/** Elements of an embedded document whose keys its class does not declare: their positions, two numbers for each. */
export function keepUndeclared(
  decoding: Decoding,
  document: object,
  bytes: Buffer,
  positions: readonly number[],
): void {
  const elements: Uint8Array[] = [];
  for (let index = 0; index < positions.length; index += 2) {
    elements.push(bytes.subarray(positions[index], positions[index + 1]));
  }
  decoding.undeclared.keep(document, parseElements(Buffer.concat(elements)));
}

/** Adds an element whose key the class does not declare to those that the document shows. @returns whether it can be shown */
export function showUndeclared(
  entries: Map<string, unknown>,
  bytes: Buffer,
  from: number,
  to: number,
): boolean {
  const [[key, value] = [''] as const] = Object.entries(parseElements(bytes.subarray(from, to)));
  if (!isShownKey(key)) return false;
  entries.set(key, anyCodec.decode(value));
  return true;
}

export function keepInitial(decoding: Decoding, holder: object, field: FieldSchema): void {
  (decoding.initialValues ??= []).push({ holder, field });
}

/** Whether the element that begins here, with its type, has this key. */
export function isKey(bytes: Buffer, at: number, key: string): boolean {
  return text(bytes, at + 1, endOfKey(bytes, at + 1, bytes.length) - at - 1) === key;
}

/** The class that the document that begins here names under `key`; undefined if it names none. */
export function nameOfClass(bytes: Buffer, at: number, limit: number, key: string): string | undefined {
  const end = at + int32(bytes, at) - 1;
  if (end >= limit) throw irregular;
  let next = at + 4;
  while (next < end) {
    const type = bytes[next] as number;
    const value = endOfKey(bytes, next + 1, end) + 1;
    const after = endOfValue(bytes, type, value, end);
    if (isKey(bytes, next, key)) {
      if (type !== 0x02) throw irregular;
      return text(bytes, value + 4, after - value - 5);
    }
    next = after;
  }
  return undefined;
}

function fill(bytes: Buffer, at: number): void {
  scratch[0] = bytes[at] as number;
  scratch[1] = bytes[at + 1] as number;
  scratch[2] = bytes[at + 2] as number;
  scratch[3] = bytes[at + 3] as number;
  scratch[4] = bytes[at + 4] as number;
  scratch[5] = bytes[at + 5] as number;
  scratch[6] = bytes[at + 6] as number;
  scratch[7] = bytes[at + 7] as number;
}

function sizeOf(bytes: Buffer, type: number, at: number, end: number): number {
  const fixed = fixedSizes.get(type);
  if (fixed !== undefined) return fixed;
  switch (type) {
    case 0x02:
    case 0x0d:
    case 0x0e:
      return 4 + int32(bytes, at);
    case 0x03:
    case 0x04:
    case 0x0f:
      return int32(bytes, at);
    case 0x05:
      return 5 + int32(bytes, at);
    case 0x0b:
      // A regular expression: two texts that end as keys do.
      return endOfKey(bytes, endOfKey(bytes, at, end) + 1, end) + 1 - at;
    default:
      throw irregular;
  }
}
