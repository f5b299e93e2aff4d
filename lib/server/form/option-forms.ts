import { contentKey } from '../../value/equality/content-key.js';
import { bsonTag, unwrapped } from '../../value/bson-tag.js';
import { isPlainObject } from '../../value/plain-object.js';

/** `yes` for true, and for other numbers than 0, which old servers stored; else empty. */
export function flagForm(value: unknown): string {
  const plain = unwrapped(value);
  return plain === true || (isNumber(plain) && Number(plain) !== 0) ? 'yes' : '';
}

/** A direction, of whichever type of number; the name of another kind. */
export function directionForm(value: unknown): string {
  const number = numberOf(value);
  if (number !== undefined) return number < 0 ? '-1' : '1';
  const plain = unwrapped(value);
  return typeof plain === 'string' ? plain : contentKey(plain);
}

/** A number of seconds of any numeric type as text; empty if there are none. */
export function secondsForm(value: unknown): string {
  if (value === undefined) return '';
  return String(numberOf(value) ?? contentKey(value));
}

/** The paths that a wildcard index includes or leaves out, in any order and form: `a: yes, b.c: yes`. */
export function projectionForm(value: unknown): string {
  return isPlainObject(value) ? [...pathsOf(value, '')].sort().join(', ') : '';
}

function* pathsOf(projection: Readonly<Record<string, unknown>>, prefix: string): Generator<string> {
  for (const [name, each] of Object.entries(projection)) {
    if (isPlainObject(each)) yield* pathsOf(each, `${prefix}${name}.`);
    else yield `${prefix}${name}: ${flagForm(each) === 'yes' ? 'yes' : 'no'}`;
  }
}

/** A number in any type of BSON or of the driver; undefined for anything else. */
export function numberOf(value: unknown): number | undefined {
  const plain = unwrapped(value);
  if (isNumber(plain)) return Number(plain);
  const tag = bsonTag(plain);
  return tag === 'Long' || tag === 'Decimal128' ? Number(String(plain)) : undefined;
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
