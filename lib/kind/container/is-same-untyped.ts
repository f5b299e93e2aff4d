import { bsonTag, unwrapped } from '../../value/bson-tag.js';
import { isEqualContent } from '../../value/equality/is-equal.js';
import { isPlainObject } from '../../value/plain-object.js';
import { isSameOrder } from '../key-order.js';

/** Whether an untyped value equals the one that was read, or the stored one with the BSON type that it requests. */
export function isSameUntyped(stored: unknown, after: unknown): boolean {
  if (typeof after !== 'object' || after === null) return Object.is(read(stored), after);
  if (typeof stored !== 'object' || stored === null) return isWrapped(stored, after);
  if (isWrapper(after)) return isWrapped(stored, after);
  if (!isEqualContent(stored, after, isSameUntyped)) return false;
  return !isPlainObject(after) || isSameOrder('names', Object.keys(stored), Object.keys(after));
}

/** A stored value as JavaScript reads it, if there is such a value. */
function read(stored: unknown): unknown {
  return bsonTag(stored) === 'Long' ? (stored as { toBigInt(): bigint }).toBigInt() : unwrapped(stored);
}

/** Whether a value of the driver only wraps a number or text to give it a BSON type. */
function isWrapper(value: object): boolean {
  const tag = bsonTag(value);
  return tag === 'Double' || tag === 'Int32' || tag === 'Long' || tag === 'BSONSymbol';
}

/** Whether the stored value has the BSON type and the value of a wrapper. */
function isWrapped(stored: unknown, after: object): boolean {
  return bsonTag(after) === bsonTypeOf(stored) && Object.is(read(after), read(stored));
}

/** The driver's class for a stored value, as the driver chooses it for a JavaScript value. */
function bsonTypeOf(stored: unknown): string | undefined {
  if (typeof stored === 'bigint') return 'Long';
  if (typeof stored !== 'number') return bsonTag(stored);
  return (stored | 0) === stored && !Object.is(stored, -0) ? 'Int32' : 'Double';
}
