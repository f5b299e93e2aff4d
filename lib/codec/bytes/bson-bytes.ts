import { ObjectId } from 'mongodb';
import { shortText } from './short-text.js';

/**
 * Thrown by generated decoders at anything outside their fast path. The document is then decoded step by step, which finds the value or the
 * error.
 */
export const irregular: Error = Object.freeze(new Error('to be decoded step by step'));

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

/** Reads a Long for a declared number; only if no digit is lost. */
export function safeNumber(bytes: Buffer, at: number): number {
  const value = Number(long(bytes, at));
  if (!Number.isSafeInteger(value)) throw irregular;
  return value;
}

/** The greatest distance from 1970, in milliseconds, that a Date of JavaScript can have. */
const lastDate = 8.64e15;

/** Milliseconds since 1970. Outside the range of JavaScript dates the last digits are lost. */
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

/**
 * Decodes text. Invalid UTF-8 becomes a replacement character, which may also be stored as such; decoding step by step tells them apart.
 */
export function text(bytes: Buffer, at: number, length: number): string {
  const short = shortText(bytes, at, length);
  if (short !== undefined) return short;
  const value = bytes.toString('utf8', at, at + length);
  if (value.includes('\ufffd')) throw irregular;
  return value;
}

/** The end of the key that begins here. */
export function endOfKey(bytes: Buffer, at: number, end: number): number {
  let found = at;
  while (bytes[found] !== 0) if (++found > end) throw irregular;
  return found;
}

/** The end of the value of this type that begins here, where the next element begins. */
export function endOfValue(bytes: Buffer, type: number, at: number, end: number): number {
  const next = at + sizeOf(bytes, type, at, end);
  if (!(next > at - 1 && next <= end)) throw irregular;
  return next;
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
      // A regular expression: two texts, each terminated like a key.
      return endOfKey(bytes, endOfKey(bytes, at, end) + 1, end) + 1 - at;
    default:
      throw irregular;
  }
}
