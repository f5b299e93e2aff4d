import { isDate } from 'node:util/types';
import { isText } from './text.js';

/** The type of a value for messages; never the value. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Number.isNaN(value)) return 'NaN';
  if (isDate(value)) return Number.isNaN(value.getTime()) ? 'an invalid Date' : 'Date';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'string') return isText(value) ? 'string' : 'a string with half of a surrogate pair';
  if (typeof value !== 'object') return typeof value;
  // Read from the prototype, never from the value: plain data may have a property "constructor".
  const prototype = Object.getPrototypeOf(value) as { readonly constructor?: unknown } | null;
  const made = prototype?.constructor;
  // Careless code that merges objects can make a prototype of data, too.
  return typeof made === 'function' && made.name !== '' ? made.name : 'object';
}
