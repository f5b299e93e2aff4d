import { kindOf } from '../kind/kinds.js';
import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { copyOfPlain, setKey } from '../value/ordered-plain.js';
import { newPlain } from '../value/plain-object.js';
import { embeddedSchema, holdsEmbedded } from '../schema/type-contents.js';
import type { Plain } from '../value/plain-object.js';
import type { InitialValue } from './fast/byte-reader.js';
import { encodeValue } from './encode.js';
import type { UndeclaredKeys } from './undeclared-keys.js';

/**
 * Adds to the stored values the initial values and defaults of absent keys: a document that equals the result is unchanged. Returns the
 * stored object itself if there are none.
 */
export function withInitialValues(
  schema: DocumentSchema,
  stored: Plain,
  document: object,
  undeclared: UndeclaredKeys,
): Plain {
  let merged: Plain | undefined;
  for (const { name, key, type } of schema.fields) {
    const value = (document as Record<string, unknown>)[name];
    if (value === undefined) continue;
    const before = stored[key];
    const after = Object.hasOwn(stored, key)
      ? mergeValue(type, before, value, undeclared)
      : encodeValue(type, value, undeclared);
    if (after === before) continue;
    merged = setKey(merged ?? copyOfPlain(stored), key, after);
  }
  return merged ?? stored;
}

/** The initial values and defaults of the document itself, not of embedded ones, for keys that are not stored. */
export function encodeInitialValues(
  initialValues: readonly InitialValue[],
  undeclared: UndeclaredKeys,
): Plain {
  const plain = newPlain();
  for (const { holder, field } of initialValues)
    plain[field.key] = encodeValue(field.type, (holder as Record<string, unknown>)[field.name], undeclared);
  return plain;
}

function mergeValue(type: FieldType, stored: unknown, value: unknown, undeclared: UndeclaredKeys): unknown {
  if (stored === null || value === null || !holdsEmbedded(type)) return stored;
  const schema = embeddedSchema(type);
  if (schema) return withInitialValues(schema, stored as Plain, value as object, undeclared);
  const kind = kindOf(type);
  return kind.mapStored(stored, type, (of, before, name) =>
    mergeValue(of, before, kind.childAt(value, name), undeclared),
  );
}
