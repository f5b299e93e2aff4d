import { unwrapped } from '../../value/bson-tag.js';
import type { FieldSchema } from '../../schema/document-schema.js';
import { isShownKey } from '../../schema/build/undeclared-field.js';
import { decodeUntyped } from '../../kind/container/any.js';
import { endOfKey, endOfValue, int32, irregular, text } from '../bytes/bson-bytes.js';
import { mismatch } from '../../kind/kind.js';
import { parseElements } from '../bytes/parse-stored.js';
import type { UndeclaredKeys } from '../undeclared-keys.js';

/** A field of a document or embedded document that has an initial value and is not stored. */
export interface InitialValue {
  readonly holder: object;
  readonly field: FieldSchema;
}

/** The inputs of decoding one document, and the facts found besides its values. */
export interface Decoding {
  readonly undeclared: UndeclaredKeys;
  /** The fields that were selected; undefined for all. */
  readonly loaded: ReadonlySet<string> | undefined;
  initialValues: InitialValue[] | undefined;
}

/** Decodes a stored value. */
interface ScalarReader {
  decode(stored: unknown): unknown;
}

/** BSON's deprecated type undefined; its meaning depends on its place. */
const undefinedType = 0x06;

/** Reads a value of any other type by way of the driver and the field's kind. */
export function other(bytes: Buffer, type: number, at: number, next: number, kind: ScalarReader): unknown {
  if (type === undefinedType) throw irregular;
  const stored = parseElements(Buffer.concat([Uint8Array.of(type, 0), bytes.subarray(at, next)]))[''];
  const value = kind.decode(unwrapped(stored));
  if (value === mismatch) throw irregular;
  return value;
}

/** Keeps elements of an embedded document whose keys are undeclared: their positions, two numbers for each. */
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

/** Adds an element under an undeclared key to those that the document shows. @returns whether it can be shown */
export function showUndeclared(
  entries: Map<string, unknown>,
  bytes: Buffer,
  from: number,
  to: number,
): boolean {
  const [[key, value] = [''] as const] = Object.entries(parseElements(bytes.subarray(from, to)));
  if (!isShownKey(key)) return false;
  entries.set(key, decodeUntyped(value));
  return true;
}

export function keepInitial(decoding: Decoding, holder: object, field: FieldSchema): void {
  (decoding.initialValues ??= []).push({ holder, field });
}

/** Whether the element that begins here, with its type, has this key. */
export function isKey(bytes: Buffer, at: number, key: string): boolean {
  return text(bytes, at + 1, endOfKey(bytes, at + 1, bytes.length) - at - 1) === key;
}

/** The class name that the document beginning here has under `key`; undefined if it has none. */
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
