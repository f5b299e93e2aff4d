import { bsonTag, unwrapped } from '../value/bson-tag.js';
import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { isPlainObject } from '../value/plain-object.js';
import { isEqual, isEqualContent } from '../value/is-equal.js';
import { isSameOrder } from './key-order.js';
import type { Plain } from '../value/plain-object.js';

export const anyType: FieldType = Object.freeze({ kind: 'any' });

/**
 * Whether a stored value and one that is to be stored, both of a type, are the same, so that nothing has to be written. Numbers of a
 * declared type are, whatever their BSON type. Untyped ones are what was read, or what is stored with the BSON type that they ask for.
 */
export function isSame(type: FieldType, stored: unknown, after: unknown): boolean {
  if (type.kind === 'any') return isSameUntyped(stored, after);
  if (type.kind === 'array' && Array.isArray(stored) && Array.isArray(after)) {
    return (
      stored.length === after.length &&
      after.every((element, index) => isSame(type.of, stored[index], element))
    );
  }
  if (type.kind === 'map' && isPlainObject(stored) && isPlainObject(after))
    return isSameMap(type, stored, after);
  if (type.kind === 'embedded' && isPlainObject(stored) && isPlainObject(after))
    return isSameDocument(type.schema, stored, after);
  return isEqual(stored, after);
}

function isSameMap(
  type: FieldType & { readonly kind: 'map' },
  stored: Readonly<Plain>,
  after: Readonly<Plain>,
): boolean {
  const keys = Object.keys(after);
  return (
    isSameOrder(type, Object.keys(stored), keys) &&
    keys.every((key) => isSame(type.of, stored[key], after[key]))
  );
}

function isSameDocument(schema: DocumentSchema, stored: Readonly<Plain>, after: Readonly<Plain>): boolean {
  const keys = Object.keys(after);
  return (
    keys.length === Object.keys(stored).length &&
    keys.every(
      (key) =>
        Object.hasOwn(stored, key) &&
        isSame(schema.fieldsByKey.get(key)?.type ?? anyType, stored[key], after[key]),
    )
  );
}

function isSameUntyped(stored: unknown, after: unknown): boolean {
  if (typeof after !== 'object' || after === null) return Object.is(read(stored), after);
  if (typeof stored !== 'object' || stored === null) return isWrapped(stored, after);
  if (isWrapper(after)) return isWrapped(stored, after);
  if (!isEqualContent(stored, after, isSameUntyped)) return false;
  return !isPlainObject(after) || isSameOrder(anyType, Object.keys(stored), Object.keys(after));
}

/** What is read of a stored value that JavaScript has one for. */
function read(stored: unknown): unknown {
  return bsonTag(stored) === 'Long' ? (stored as { toBigInt(): bigint }).toBigInt() : unwrapped(stored);
}

/** Whether a value of the driver says no more than a number or text, and the BSON type that it is to have. */
function isWrapper(value: object): boolean {
  const tag = bsonTag(value);
  return tag === 'Double' || tag === 'Int32' || tag === 'Long' || tag === 'BSONSymbol';
}

/** Whether what is stored has the BSON type and the value of a wrapper. */
function isWrapped(stored: unknown, after: object): boolean {
  return bsonTag(after) === bsonTypeOf(stored) && Object.is(read(after), read(stored));
}

/** The driver's class for a stored value, as the driver chooses it where there is none. */
function bsonTypeOf(stored: unknown): string | undefined {
  if (typeof stored === 'bigint') return 'Long';
  if (typeof stored !== 'number') return bsonTag(stored);
  return (stored | 0) === stored && !Object.is(stored, -0) ? 'Int32' : 'Double';
}
