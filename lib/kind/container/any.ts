import { isDate, isRegExp, isUint8Array } from 'node:util/types';
import { Code, DBRef } from 'mongodb';
import type { Binary } from 'mongodb';
import type { FieldType, ScalarType } from '../../schema/document-schema.js';
import { bsonTag, unwrapped } from '../../value/bson-tag.js';
import { mapElements } from '../../value/elements-of.js';
import { isEqual } from '../../value/equality/is-equal.js';
import { ownValue } from '../../value/own-value.js';
import { isPlainObject } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import { isStorable } from '../../value/storable.js';
import { mismatch } from '../kind.js';
import type { PartViewer } from '../kind.js';
import type { Scalar } from '../scalar-kind.js';
import { copyBinary } from '../scalar/binary.js';
import { guardDate } from '../scalar/unrepresentable-date.js';
import { isSameUntyped } from './is-same-untyped.js';

export const anyType: FieldType = Object.freeze({ kind: 'any' });

/**
 * Untyped values, stored as they are: deep copies without `undefined` entries of objects. Numbers and text are read as those of JavaScript,
 * whatever their BSON type. Only `childAt` and `show` look inside.
 */
export const anyKind: Scalar = Object.freeze<Scalar>({
  keyOrder: 'names',
  elementType: () => undefined,
  entryType: () => anyType,
  accepts: (value) => isStorable(value),
  convert: asItIs,
  fromJson: asItIs,
  check: () => undefined,
  childAt: (value, name) => {
    if (Array.isArray(value)) return (value as unknown[])[Number(name)];
    return isPlainObject(value) ? ownValue(value, String(name)) : undefined;
  },
  everyChild: () => true,
  mapChildren: asItIs,
  encode: (value: unknown) => copy(value, asItIs),
  decode: decodeUntyped,
  mapStored: asItIs,
  isSame: isSameUntyped,
  isStoredAs: (value, stored) => isEqual(value, stored),
  show,
});

/** A copy of a stored untyped value; `mismatch` if it is nested too deep. */
export function decodeUntyped(stored: unknown): unknown {
  try {
    return copy(stored, unwrapped);
  } catch (error) {
    if (error instanceof RangeError) return mismatch;
    throw error;
  }
}

/** Freezes arrays and objects, with copies of their contents. */
function show(stored: unknown, type: ScalarType, parts: PartViewer): unknown {
  if (Array.isArray(stored)) return Object.freeze(stored.map((element) => parts.value(type, element)));
  if (isDate(stored)) return new Date(stored);
  if (isUint8Array(stored)) return Buffer.from(stored);
  if (!isPlainObject(stored)) return parts.untyped(stored);
  const entries = Object.entries(stored).map(([key, entry]) => [key, parts.value(type, entry)]);
  return Object.freeze(Object.fromEntries(entries));
}

function asItIs(value: unknown): unknown {
  return value;
}

/** @param scalar converts a value of the driver */
function copy(value: unknown, scalar: (value: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isDate(value)) return guardDate(new Date(value));
  if (isUint8Array(value)) return Buffer.from(value);
  const tag = bsonTag(value);
  if (tag === 'Binary' && !('toHexString' in value)) return copyBinary(value as unknown as Binary);
  if (tag === 'DBRef') return copyReference(value as DBRef, scalar);
  if (tag === 'Code') return copyCode(value as Code, scalar);
  if (tag !== undefined || isRegExp(value)) return scalar(value);
  if (Array.isArray(value)) return mapElements(value, (element) => copy(element, scalar));
  const copied: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    if (entry === undefined) continue;
    // Stored data may have a key __proto__. Defining it makes it an ordinary key; assigning it would set the prototype.
    Object.defineProperty(copied, key, {
      value: copy(entry, scalar),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return copied;
}

function copyReference(value: DBRef, scalar: (value: unknown) => unknown): DBRef {
  const { collection, oid, db, fields } = value;
  return new DBRef(collection, copy(oid, scalar) as DBRef['oid'], db, copy(fields, scalar) as Plain);
}

function copyCode({ code, scope }: Code, scalar: (value: unknown) => unknown): Code {
  return new Code(code, copy(scope, scalar) as Plain | null);
}
