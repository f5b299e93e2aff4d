import type { FieldSchema, RootSchema } from '../../schema/document-schema.js';
import { newPlain } from '../../value/plain-object.js';
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
    .map(({ keyPath }) => fieldUnder(schema, keyPath))
    .filter(({ name }) => !loaded.has(name));
  if (missing.length === 0) return selection;
  const secret = missing.find(({ isSelected }) => !isSelected);
  if (secret)
    throw new InvalidQueryError(
      schema.name,
      `It sorts by ${secret.name}, which is not loaded by default, and its cursors would disclose its values`,
      `Sort by another field, or ask for addSelect('${secret.name}')`,
    );
  const extended = Object.assign(newPlain(), projection);
  for (const { key } of missing) extended[key] = 1;
  return { projection: extended, loaded: new Set([...loaded, ...missing.map(({ name }) => name)]) };
}

function fieldUnder({ fieldsByKey }: RootSchema, keyPath: string): FieldSchema {
  return fieldsByKey.get(topKeyOf(keyPath)) as FieldSchema;
}
