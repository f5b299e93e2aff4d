import type { FieldType } from '../schema/document-schema.js';
import { isIndex } from '../value/ordered-plain.js';

/**
 * Whether keys stand in the same order, as far as values of a type have one: the entries of a map, and the keys of untyped objects but for
 * those that JavaScript itself puts into order. Embedded documents have none.
 */
export function isSameOrder({ kind }: FieldType, one: readonly string[], other: readonly string[]): boolean {
  if (kind === 'embedded' || isSameList(one, other)) return true;
  return kind !== 'map' && isSameList(one.filter(isName), other.filter(isName));
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}

function isName(key: string): boolean {
  return !isIndex(key);
}
