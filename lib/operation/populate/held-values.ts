import { isObject } from '../../value/own-value.js';

/** The values at a path of names in an object; lists and maps on the way are entered, also the last ones. Absent ones are left out. */
export function valuesAt(start: unknown, names: readonly string[]): unknown[] {
  let values = [start];
  for (const name of names) values = values.flatMap((each) => (isObject(each) ? flat(each[name]) : []));
  return values;
}

/** The elements of a list or map, at any depth; a single value as a list. */
function flat(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(flat);
  if (value instanceof Map) return [...(value as Map<unknown, unknown>).values()].flatMap(flat);
  return [value];
}
