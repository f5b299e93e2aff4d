import type { DocumentClass } from '../declare/class-record.js';
import type { DocumentSchema, FieldType, RootSchema } from '../document-schema.js';
import { isObject } from '../../value/own-value.js';
import { contentKey } from '../../value/equality/content-key.js';
import type { Plain } from '../../value/plain-object.js';
import type { DerivedData } from './derived-data.js';

/** Stored ids, each once, by a text that is equal for equal ids. */
export type Ids = Map<string, unknown>;

/**
 * The ids at a path of a stored document, through lists and embedded documents. Stored values that do not fit their declaration are skipped.
 * @param names the names on the way
 */
export function idsAt(schema: DocumentSchema, stored: Readonly<Plain>, names: readonly string[]): Ids {
  const found: Ids = new Map();
  collectAt(schema, stored, names, found);
  return found;
}

function collectAt(
  { fieldsByName }: DocumentSchema,
  stored: Readonly<Plain>,
  [name = '', ...rest]: readonly string[],
  found: Ids,
): void {
  const field = fieldsByName.get(name);
  if (!field) return;
  const value = stored[field.key];
  if (rest.length === 0) collectIds(field.type, value, found);
  else
    eachEmbedded(field.type, value, (inner, part) => {
      collectAt(inner, part, rest, found);
    });
}

/** The ids of the documents that a stored document touches, by their declared class. */
export function touchedIds(
  schema: RootSchema,
  { keys }: DerivedData,
  stored: Readonly<Plain>,
): Map<DocumentClass, Ids> {
  const found = new Map<DocumentClass, Ids>();
  const collect = (holder: DocumentSchema, part: Readonly<Plain>): void => {
    for (const { key, type, touches, reference } of holder.fields) {
      if (holder === schema && !keys.includes(key)) continue;
      const value = part[key];
      if (touches && reference) {
        const ids: Ids = found.get(reference) ?? new Map<string, unknown>();
        found.set(reference, ids);
        collectIds(type, value, ids);
      } else eachEmbedded(type, value, collect);
    }
  };
  collect(schema, stored);
  return found;
}

function collectIds(type: FieldType, value: unknown, found: Ids): void {
  if (value === undefined || value === null) return;
  if (type.kind === 'array' && Array.isArray(value))
    for (const each of value) collectIds(type.of, each, found);
  else if (type.kind === 'map' && isObject(value))
    for (const each of Object.values(value)) collectIds(type.of, each, found);
  else found.set(contentKey(value), value);
}

/** Visits the embedded documents in a stored value, at any depth of lists and maps. */
function eachEmbedded(
  type: FieldType,
  value: unknown,
  visit: (schema: DocumentSchema, part: Readonly<Plain>) => void,
): void {
  if (typeof value !== 'object' || value === null) return;
  if (type.kind === 'embedded' && isObject(value)) visit(type.schema, value);
  if ('of' in type) for (const each of Object.values(value)) eachEmbedded(type.of, each, visit);
}
