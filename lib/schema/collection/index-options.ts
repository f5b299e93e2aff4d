import { isCollation } from '../../value/collation.js';
import { frozenCopy } from '../../value/frozen-copy.js';
import { isPlainObject } from '../../value/plain-object.js';
import { isText } from '../../value/text.js';
import type { IndexOptionsSchema, IndexPath } from '../collection-schema.js';
import { findIndexPath } from './index-path.js';
import type { CheckedKey } from './index-keys.js';
import { joinedPath } from './index-place.js';
import type { IndexPlace } from './index-place.js';
import { secondsOf } from './seconds-of.js';

type Check = readonly [isValid: (given: unknown) => boolean, expected: string];

const isBoolean: Check = [(given) => typeof given === 'boolean', 'true or false'];
const isNumber: Check = [(given) => Number.isFinite(given), 'a number'];
const isPaths: Check = [
  (given) => Array.isArray(given) && given.length > 0 && given.every(isText),
  'a list of paths',
];

const checks: Readonly<Record<keyof IndexOptionsSchema, Check>> = Object.freeze({
  name: [isIndexName, 'a text with letters, not _id_, and without half of a surrogate pair'],
  unique: isBoolean,
  sparse: isBoolean,
  hidden: isBoolean,
  withDeleted: isBoolean,
  // Compiled, and thereby checked, with the collection.
  where: [(given) => given !== null, 'a filter'],
  expireAfter: [(given) => secondsOf(given) !== undefined, `a text, as '30d', or milliseconds`],
  collation: [isCollation, `a locale: { locale: 'en', strength: 2 }`],
  weights: [isWeights, 'an object with paths of the index and whole numbers from 1 to 99,999'],
  language: [isText, 'the name of a language'],
  languageField: [isText, 'the name of a field'],
  select: isPaths,
  omit: isPaths,
  bits: [(given) => Number.isInteger(given) && (given as number) >= 1 && (given as number) <= 32, '1 to 32'],
  min: isNumber,
  max: isNumber,
});

/**
 * The options of an index.
 * @throws InvalidSchemaError if one is unknown or has a wrong value
 */
export function indexOptions(
  place: IndexPlace,
  keys: readonly CheckedKey[],
  given: Readonly<Record<string, unknown>>,
): IndexOptionsSchema {
  for (const [name, value] of Object.entries(given)) {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof IndexOptionsSchema] : undefined;
    if (!check)
      place.refuse(`has an unknown option "${name}"`, `Its options are ${Object.keys(checks).join(', ')}`);
    if (value !== undefined && !check[0](value))
      place.refuse(`has a wrong value for "${name}"`, `Pass ${check[1]}`);
  }
  const { name, unique = false, sparse = false, hidden = false, withDeleted = false, where } = given;
  const { language, bits, min, max, expireAfter } = given;
  if (given['select'] !== undefined && given['omit'] !== undefined)
    place.refuse('has both "select" and "omit"', 'Remove one of them');
  return Object.freeze({
    ...{ name, unique, sparse, hidden, withDeleted, where, language, bits, min, max },
    expireAfter: expireAfter === undefined ? undefined : secondsOf(expireAfter),
    collation: frozenCopy(given['collation']),
    weights: weightsOf(place, keys, given['weights']),
    languageField: languageKeyOf(place, given['languageField']),
    select: pathsOf(place, given['select']),
    omit: pathsOf(place, given['omit']),
  } as IndexOptionsSchema);
}

function weightsOf(
  place: IndexPlace,
  keys: readonly CheckedKey[],
  given: unknown,
): IndexOptionsSchema['weights'] {
  if (given === undefined) return undefined;
  const weights = Object.entries(given as Readonly<Record<string, number>>).map(([path, weight]) => {
    const key = keys.find((each) => each.direction === 'text' && isAt(place, each, path));
    if (!key)
      return place.refuse(
        `has a weight for "${path}", which is not one of its texts`,
        `Add it to the index: { '${path}': 'text' }`,
      );
    return Object.freeze({ path: key.path, keyPath: key.keyPath, weight });
  });
  return Object.freeze(weights);
}

function isAt({ prefix }: IndexPlace, key: CheckedKey, path: string): boolean {
  return key.path === joinedPath(prefix, { path, keyPath: '' }).path;
}

/** The key of the field that names the language: the server looks for it in each document and embedded document. */
function languageKeyOf(place: IndexPlace, given: unknown): string | undefined {
  if (given === undefined) return undefined;
  const field = place.schema.fieldsByName.get(given as string);
  if (field?.type.kind === 'string') return field.key;
  return place.refuse(
    `has the languageField "${given as string}", which is not a declared text`,
    'Name a field of the class that holds the name of a language',
  );
}

function pathsOf(place: IndexPlace, given: unknown): readonly IndexPath[] | undefined {
  if (given === undefined) return undefined;
  return Object.freeze(
    (given as readonly string[]).map((path) => {
      const found = findIndexPath(place.schema, path);
      if (!found)
        return place.refuse(
          `selects or omits "${path}", which does not lead to a declared field`,
          'Use field names, joined by dots',
        );
      return Object.freeze({ path, keyPath: found.keyPath });
    }),
  );
}

function isIndexName(given: unknown): boolean {
  return isText(given) && /^[^\0*]+$/.test(given) && given !== '_id_';
}

function isWeights(given: unknown): boolean {
  const isWeight = (each: unknown): boolean =>
    Number.isInteger(each) && (each as number) >= 1 && (each as number) < 100_000;
  return isPlainObject(given) && Object.keys(given).length > 0 && Object.values(given).every(isWeight);
}
