import type { FieldSchema, RootSchema } from '../../schema/document-schema.js';
import { newPlain } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import type { Selection } from '../compile-selection.js';
import { InvalidQueryError } from '../query-errors.js';
import { topKeyOf } from './position.js';
import type { SortKey } from './sort-keys.js';

/**
 * Adds to a selection the fields that a page is sorted by, since its cursors hold their values.
 * @throws InvalidQueryError for a field with `{ select: false }` that was not added by name: a cursor would disclose it
 */
export function withSortKeys(schema: RootSchema, selection: Selection, keys: readonly SortKey[]): Selection {
  const { projection, loaded } = selection;
  if (!projection || !loaded) return selection;
  const missing = keys
    .filter(({ keyPath }) => !isProjected(projection, keyPath))
    .map(({ keyPath }) => schema.fieldsByKey.get(topKeyOf(keyPath)) as FieldSchema);
  if (missing.length === 0) return selection;
  const secret = missing.find(({ isSelected }) => !isSelected);
  if (secret)
    throw new InvalidQueryError(
      schema.name,
      `It sorts by ${secret.name}, which is not loaded by default, and its cursors would disclose its values`,
      `Sort by another field, or ask for addSelect('${secret.name}')`,
    );
  return {
    ...selection,
    projection: withWhole(
      projection,
      missing.map(({ key }) => key),
    ),
    loaded: new Set([...loaded, ...missing.map(({ name }) => name)]),
  };
}

/** Whether a projection lists what the server sends, rather than what it leaves out. */
function isInclusion(projection: Plain): boolean {
  return Object.values(projection).includes(1);
}

function isProjected(projection: Plain, keyPath: string): boolean {
  const isListed = Object.keys(projection).some((key) => key === keyPath || keyPath.startsWith(`${key}.`));
  return isInclusion(projection) === isListed;
}

/** A projection with whole fields: without the paths inside them, which the server would refuse beside them. */
function withWhole(projection: Plain, keys: readonly string[]): Plain {
  const extended = newPlain();
  for (const [path, value] of Object.entries(projection))
    if (!keys.includes(topKeyOf(path))) extended[path] = value;
  if (isInclusion(projection)) for (const key of keys) extended[key] = 1;
  return extended;
}
