import { mismatch } from '../../kind/kind.js';
import { scalarKinds } from '../../kind/kinds.js';
import type { ScalarKind } from '../../schema/kind-declarations.js';
import { unwrapped } from '../../value/bson-tag.js';
import { boolean, date, double, int32, irregular, long, objectId, safeNumber, text } from './bson-bytes.js';
import { parseValue } from './parse-keys.js';

const textByte = 0x02;
const undefinedByte = 0x06;

/**
 * Reads the value of the element from `element` to `next`, which begins at `at` and is not null.
 * @throws `irregular` for a value that has to be decoded step by step
 */
export type ValueReader = (
  bytes: Buffer,
  element: number,
  at: number,
  next: number,
  depth: number,
) => unknown;

/** Reads the value at a position, of a BSON type that is known. */
type FixedReader = (bytes: Buffer, at: number) => unknown;

/** The BSON types that the fields of a kind usually have. Values of other types are read by way of their kind. */
const usualTypes: Readonly<Partial<Record<ScalarKind, Readonly<Record<number, FixedReader>>>>> = {
  number: { 0x10: int32, 0x01: double, 0x12: safeNumber },
  double: { 0x01: double, 0x10: int32 },
  int32: { 0x10: int32 },
  bigint: { 0x12: long },
  boolean: { 0x08: boolean },
  date: { 0x09: date },
  objectId: { 0x07: objectId },
  any: { 0x01: double, 0x07: objectId, 0x08: boolean, 0x09: date, 0x10: int32, 0x12: long },
};

/** Makes a reader of values of a kind; of untyped ones those that are documents or arrays are not its own. */
export function scalarReader(kind: ScalarKind): ValueReader {
  const hasText = kind === 'string' || kind === 'any';
  const readers: Readonly<Record<number, FixedReader>> = usualTypes[kind] ?? {};
  return (bytes, element, at, next) => {
    const type = bytes[element] as number;
    if (hasText && type === textByte) return readText(bytes, at, next);
    const read = readers[type];
    return read ? read(bytes, at) : otherValue(kind, bytes, element, at, next);
  };
}

function readText(bytes: Buffer, at: number, next: number): string {
  if (next - at < 5 || bytes[next - 1] !== 0) throw irregular;
  return text(bytes, at + 4, next - at - 5);
}

/** Reads a value of any other BSON type by way of the driver and its kind. */
function otherValue(kind: ScalarKind, bytes: Buffer, element: number, at: number, next: number): unknown {
  // Its meaning depends on its place.
  if (bytes[element] === undefinedByte) throw irregular;
  const value = scalarKinds[kind].decode(unwrapped(parseValue(bytes, element, at, next)));
  if (value === mismatch) throw irregular;
  return value;
}
