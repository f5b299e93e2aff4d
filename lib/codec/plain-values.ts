import { kindOf } from '../kind/kinds.js';
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
 * @param shown hides other fields of the document; what is inside its fields is what is stored
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
  for (const { name, type } of undeclared ? [...fields, undeclared] : fields)
    if (Object.hasOwn(values, name) && shown?.shows(name) !== false)
      entries.push([name, plainValue(type, values[name])]);
  return Object.fromEntries(entries);
}

/** Turns a decoded value into plain objects and arrays; scalars stay as they are. */
export function plainValue(type: FieldType, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const schema = embeddedSchema(type);
  if (schema) return plainFields(schema, value as Values);
  // Own keys are defined, not assigned, so that "__proto__" is a key like any other.
  if (isWholeMap(value)) return Object.fromEntries(mapParts(type, value) as Map<string, unknown>);
  return mapParts(type, value);
}

function mapParts(type: FieldType, value: unknown): unknown {
  return kindOf(type).mapChildren(value, type, plainValue);
}
