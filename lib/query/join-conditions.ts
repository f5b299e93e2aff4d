import { isPlainObject, newPlain } from '../value/plain-object.js';
import type { Plain } from '../value/plain-object.js';

/** Joins filters in the server's form, so that all of them must match: `{ age: { $gte: 18, $lt: 65 } }`, with `$and` where keys repeat. */
export function joined(conditions: readonly Plain[]): Plain {
  const together = newPlain();
  const apart: Plain[] = [];
  for (const condition of conditions) if (!addAll(together, condition)) apart.push(condition);
  if (apart.length === 0) return together;
  return { $and: [together, ...apart] };
}

/** Adds the keys of a filter to another one. @returns false, with nothing added, if they cannot stand side by side */
function addAll(together: Plain, condition: Plain): boolean {
  const merged = newPlain();
  for (const key of Object.keys(condition)) {
    if (!Object.hasOwn(together, key)) continue;
    merged[key] = key.startsWith('$') ? undefined : mergedOperators([together[key], condition[key]]);
    if (merged[key] === undefined) return false;
  }
  Object.assign(together, condition, merged);
  return true;
}

/** Joins operators that stand under one path; undefined if two are the same, so that they cannot. */
export function mergedOperators(list: readonly unknown[]): Plain | undefined {
  const merged = newPlain();
  for (const operators of list) {
    if (!isPlainObject(operators)) return undefined;
    for (const [key, value] of Object.entries(operators)) {
      if (Object.hasOwn(merged, key)) return undefined;
      merged[key] = value;
    }
  }
  return merged;
}
