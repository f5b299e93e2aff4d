import { kindOf } from '../kind/kinds.js';
import { entryTypeOf } from '../kind/parts.js';
import type { DocumentSchema, FieldType, RootSchema } from '../schema/document-schema.js';
import { embeddedSchema } from '../schema/type-contents.js';
import { isWholeMap } from '../value/plain-object.js';
import type { Plain } from '../value/plain-object.js';
import { decodeValues } from './decode.js';
import type { Values } from './decode.js';
import type { ShownParts } from './shown-parts.js';
import { noUndeclaredKeys } from './undeclared-keys.js';

/**
 * Decodes a stored document into plain objects with field names: no instance is made, so initial values and defaults are left out.
 * @param shown hides other parts of the document
 * @throws DecodeError
 */
export function plainValues(
  schema: RootSchema,
  stored: Plain,
  shown: ShownParts | undefined,
): Record<string, unknown> {
  return plainFields(schema, decodeValues(schema, stored, noUndeclaredKeys), shown);
}

function plainFields(
  { fields, undeclared }: DocumentSchema,
  values: Values,
  shown?: ShownParts,
): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  for (const { name, type } of undeclared ? [...fields, undeclared] : fields) {
    const parts = shown?.shows(name) ?? true;
    if (parts !== false && Object.hasOwn(values, name))
      entries.push([name, plainValue(type, values[name], parts === true ? undefined : parts)]);
  }
  return Object.fromEntries(entries);
}

/** Turns a decoded value into plain objects and arrays; scalars stay as they are. */
export function plainValue(type: FieldType, value: unknown, shown?: ShownParts): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const schema = embeddedSchema(type);
  if (schema) return plainFields(schema, value as Values, shown);
  if (isWholeMap(value)) return plainEntries(type, value as Map<string, unknown>, shown);
  return kindOf(type).mapChildren(value, type, (of, element) => plainValue(of, element, shown));
}

/** Own keys are defined, not assigned, so that "__proto__" is a key like any other. */
function plainEntries(
  type: FieldType,
  map: ReadonlyMap<string, unknown>,
  shown: ShownParts | undefined,
): Record<string, unknown> {
  const of = entryTypeOf(type);
  const entries: [string, unknown][] = [];
  for (const [key, entry] of map) {
    const parts = shown?.shows(key) ?? true;
    if (parts !== false) entries.push([key, plainValue(of, entry, parts === true ? undefined : parts)]);
  }
  return Object.fromEntries(entries);
}
