import { isIndex } from '../value/ordered-plain.js';

/**
 * The keys whose order counts: `all` for entries of a map; `names` for untyped objects, except keys that JavaScript itself sorts; `none`
 * for embedded documents.
 */
export type KeyOrder = 'all' | 'names' | 'none';

/** Whether keys stand in the same order, where it counts. */
export function isSameOrder(order: KeyOrder, one: readonly string[], other: readonly string[]): boolean {
  if (order === 'none' || isSameList(one, other)) return true;
  return order === 'names' && isSameList(one.filter(isName), other.filter(isName));
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}

function isName(key: string): boolean {
  return !isIndex(key);
}
