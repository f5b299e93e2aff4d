import { ObjectId } from 'mongodb';

/** The values of a document as they come from outside: without an id, by field name. Every shape has a `count`, which works change. */
export type Values = Record<string, unknown> & { count: number };

/** A kind of document at one size. */
export interface Shape {
  readonly collection: string;
  /** About how big a stored document is, for people: `330 B`. */
  readonly size: string;
  /** Always the same values for the same number, which is also their `count`. */
  makeValues(number: number): Values;
}

/** The id of the stored document with this number. */
export function idOf(number: number): ObjectId {
  return new ObjectId(`65${number.toString(16).padStart(22, '0')}`);
}

/** @throws if a document, of whatever library, has other values than these; keys that it has besides do not count */
export function assertValues(document: unknown, values: object, path = 'the document'): void {
  for (const [key, expected] of Object.entries(values)) {
    const found = (document as Record<string, unknown>)[key];
    if (!isSame(found, expected, `${path}.${key}`)) {
      throw new Error(`${path}.${key} is ${String(found)} instead of ${String(expected)}.`);
    }
  }
}

function isSame(found: unknown, expected: unknown, path: string): boolean {
  if (expected instanceof Date) return found instanceof Date && found.getTime() === expected.getTime();
  if (typeof expected !== 'object' || expected === null) return found === expected;
  if (typeof found !== 'object' || found === null) return false;
  if (Array.isArray(expected) && (found as unknown[]).length !== expected.length) return false;
  assertValues(found, expected, path);
  return true;
}
