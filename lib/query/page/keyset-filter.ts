import { bsonTag } from '../../value/bson-tag.js';
import { newPlain } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import type { Position } from './position.js';
import type { SortKey } from './sort-keys.js';

/** A condition on one path, by operators of the server. */
type PathCondition = Readonly<Plain>;

/** The kinds whose stored values can be NaN, which the server sorts below all other numbers and compares with none. */
const withNaN: readonly SortKey['kind'][] = Object.freeze(['number', 'double', 'decimal128']);

/**
 * Builds the filter for the documents behind a place in a sort order, in the server's form: a range of the first path, which bounds the
 * scan of an index, and a branch for each path by which a document can be further behind.
 */
export function filterBehind(keys: readonly SortKey[], position: Position): Plain {
  const branches: Plain[] = [];
  const same = newPlain();
  keys.forEach((key, index) => {
    const value = position[index];
    for (const condition of behind(key, value)) branches.push({ ...same, [key.keyPath]: condition });
    same[key.keyPath] = { $eq: value };
  });
  const [only] = branches;
  if (only && branches.length === 1) return only;
  const [first] = keys as readonly [SortKey];
  const range = fromThere(first, position[0]);
  return range ? { [first.keyPath]: range, $or: branches } : { $or: branches };
}

/** The conditions for values behind this one, one of which must hold. Null and absent come before all other values. */
function behind(key: SortKey, value: unknown): readonly PathCondition[] {
  if (key.direction === 1) {
    if (value === null) return [{ $ne: null }];
    return [isNaNValue(value) ? { $gte: -Infinity } : { $gt: value }];
  }
  if (value === null) return [];
  if (key.isId) return [{ $lt: value }];
  if (isNaNValue(value)) return [{ $eq: null }];
  return [{ $lt: value }, withNaN.includes(key.kind) ? { $in: [null, NaN] } : { $eq: null }];
}

/** The condition for this value and those behind it; undefined where that is every value. */
function fromThere(key: SortKey, value: unknown): PathCondition | undefined {
  if (key.direction === 1) return value === null || isNaNValue(value) ? undefined : { $gte: value };
  if (value === null) return { $eq: null };
  if (isNaNValue(value)) return { $in: [null, NaN] };
  // Not $lte: that leaves out null and absent, which come last.
  return key.isId ? { $lte: value } : { $not: { $gt: value } };
}

function isNaNValue(value: unknown): boolean {
  return typeof value === 'number'
    ? Number.isNaN(value)
    : bsonTag(value) === 'Decimal128' && String(value) === 'NaN';
}
