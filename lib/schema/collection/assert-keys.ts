import type { IndexOptionsSchema } from '../collection-schema.js';
import type { CheckedKey } from './index-keys.js';
import type { IndexPlace } from './index-place.js';

/**
 * Checks what the server demands of the keys of an index together, and of their options.
 * @throws InvalidSchemaError
 */
export function assertKeysTogether(
  place: IndexPlace,
  keys: readonly CheckedKey[],
  options: IndexOptionsSchema,
): void {
  const [first] = keys;
  if (keys.length === 1 && first?.keyPath === '_id' && first.direction !== 'hashed')
    place.refuse('is made by the server itself', 'Remove it');
  if (new Set(keys.map(({ keyPath }) => keyPath)).size < keys.length)
    place.refuse('has two paths with one key', 'Remove one of them');
  assertArrays(place, keys);
  assertKinds(place, keys);
  if (options.expireAfter !== undefined) assertExpires(place, keys);
  assertOptionsFit(place, keys, options);
}

/** The server stores no document with two arrays in one index, unless one is inside of the other. */
function assertArrays(place: IndexPlace, keys: readonly CheckedKey[]): void {
  const ordered = keys.filter(({ direction, isWildcard }) => direction !== 'text' && !isWildcard);
  const [first, ...others] = ordered.filter(({ array }) => array !== undefined);
  const other = others.find(({ array }) => array !== first?.array);
  if (first && other)
    place.refuse(
      `passes two arrays, "${first.path}" and "${other.path}", and the server stores no document that has both`,
      'Make an index of each',
    );
}

function assertKinds(place: IndexPlace, keys: readonly CheckedKey[]): void {
  const once: readonly (readonly [string, (key: CheckedKey) => boolean])[] = [
    [`two keys of the kind 'hashed'`, ({ direction }) => direction === 'hashed'],
    ['two keys with $**', ({ isWildcard }) => isWildcard],
  ];
  for (const [what, test] of once)
    if (keys.filter(test).length > 1) place.refuse(`has ${what}`, 'Make two indexes of it');
  const kinds = new Set(keys.map(({ direction }) => direction).filter((each) => typeof each === 'string'));
  if (kinds.size > 1) place.refuse(`combines ${[...kinds].join(' and ')}`, 'Make two indexes of it');
  if (kinds.size > 0 && keys.length > 1 && keys.some(({ isWildcard }) => isWildcard))
    place.refuse(`combines $** and another kind`, 'Make two indexes of it');
  if (kinds.has('2d') && keys[0]?.direction !== '2d')
    place.refuse(`has the kind '2d' after another key`, 'Put it first');
}

function assertExpires(place: IndexPlace, keys: readonly CheckedKey[]): void {
  const [key] = keys;
  const type = key?.type.kind === 'array' ? key.type.of : key?.type;
  const isOfDates = type !== undefined && ['date', 'any'].includes(type.kind) && !key?.isWildcard;
  const isOrdered = key?.direction === 1 || key?.direction === -1;
  if (keys.length > 1 || !isOfDates || !isOrdered || key.keyPath === '_id')
    place.refuse('has "expireAfter", which is for one field with a Date', 'Remove it, or index a Date by 1');
}

function assertOptionsFit(place: IndexPlace, keys: readonly CheckedKey[], options: IndexOptionsSchema): void {
  const { unique, sparse, where, collation, weights, language, languageField } = options;
  const isOf = (kind: string): boolean => keys.some(({ direction }) => direction === kind);
  const isWildcard = keys.some((key) => key.isWildcard);
  if (unique && (isWildcard || isOf('text') || isOf('hashed') || isOf('2dsphere') || isOf('2d')))
    place.refuse('is unique, which only indexes by 1 and -1 can be', 'Remove "unique"');
  if (sparse && isWildcard) place.refuse('has $**, and "sparse" in addition', 'Remove "sparse"');
  if (sparse && where !== undefined)
    place.refuse(
      'has both "sparse" and "where"',
      'Add the condition to "where": { where: { name: exists(true) } }',
    );
  if (collation && (isOf('text') || isOf('2d')))
    place.refuse('has a "collation", which indexes of that kind do not have', 'Remove it');
  for (const [name, given] of Object.entries({ weights, language, languageField }))
    if (given !== undefined && !isOf('text'))
      place.refuse(`has "${name}", which is for the kind 'text'`, 'Remove it');
  const isWhole = isWildcard && keys.length === 1 && keys[0]?.keyPath === '$**' && place.prefix.path === '';
  if ((options.select ?? options.omit) && !(isWhole && !isOf('text')))
    place.refuse('has "select" or "omit", which are for { "$**": 1 } of a document', 'Remove it');
  const { bits, min, max } = options;
  if ([bits, min, max].some((given) => given !== undefined) && !isOf('2d'))
    place.refuse(`has "bits", "min" or "max", which are for the kind '2d'`, 'Remove it');
}
