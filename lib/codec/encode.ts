import type { DocumentSchema, FieldType, RootSchema } from '../schema/document-schema.js';
import { mapElements } from '../value/elements-of.js';
import { setKey, setKeys } from '../value/ordered-plain.js';
import { isWholeMap, newPlain } from '../value/plain-object.js';
import type { Plain } from '../value/plain-object.js';
import { generateEncoder } from './fast/generate-encoder.js';
import type { GeneratedEncoder } from './fast/generate-encoder.js';
import { scalarCodecs } from '../kind/scalar-codecs.js';
import type { UndeclaredKeys } from './undeclared-keys.js';

/** Generated when the first document of a class is written; undefined where code from strings is not allowed. */
const encoders = new WeakMap<RootSchema, { readonly encode: GeneratedEncoder | undefined }>();

/**
 * A document as it is stored: the name of its class where there is one, then stored keys in the order of the fields, without those
 * that are undefined. Shares nothing changeable with the document.
 */
export function encodeDocument(schema: RootSchema, document: object, undeclared: UndeclaredKeys): Plain {
  let known = encoders.get(schema);
  if (!known) encoders.set(schema, (known = { encode: generateEncoder(schema) }));
  return known.encode ? known.encode(document, undeclared) : encodeStepByStep(schema, document, undeclared);
}

/** The same without generated code. */
export function encodeStepByStep(schema: RootSchema, document: object, undeclared: UndeclaredKeys): Plain {
  const plain = newPlain();
  const { key, value } = schema.discriminator;
  if (value !== undefined) plain[key] = value;
  return encodeFields(schema, document, plain, undeclared);
}

/** A valid value of a field as it is stored. Null stays null. */
export function encodeValue(type: FieldType, value: unknown, undeclared: UndeclaredKeys): unknown {
  if (value === null || value === undefined) return value;
  switch (type.kind) {
    case 'array':
      return mapElements(value as unknown[], (element) => encodeValue(type.of, element, undeclared));
    case 'map':
      return encodeEntries(type.of, value as Map<string, unknown>, newPlain(), undeclared);
    case 'embedded':
      return encodeFields(type.schema, value, newPlain(), undeclared);
    default:
      return scalarCodecs[type.kind].encode(value as never);
  }
}

function encodeFields(
  schema: DocumentSchema,
  source: object,
  empty: Plain,
  undeclared: UndeclaredKeys,
): Plain {
  let plain = empty;
  for (const field of schema.fields) {
    const value = (source as Record<string, unknown>)[field.name];
    if (value !== undefined) plain[field.key] = encodeValue(field.type, value, undeclared);
  }
  if (schema.undeclared) {
    const { name, type } = schema.undeclared;
    const entries = (source as Record<string, unknown>)[name];
    if (type.kind === 'map' && isWholeMap(entries))
      plain = encodeEntries(type.of, entries, plain, undeclared);
  }
  if (schema.kind === 'embedded') {
    const keys = undeclared.of(source);
    if (keys) plain = setKeys(plain, keys);
  }
  return plain;
}

function encodeEntries(
  type: FieldType,
  entries: ReadonlyMap<unknown, unknown>,
  before: Plain,
  undeclared: UndeclaredKeys,
): Plain {
  let plain = before;
  for (const [key, entry] of entries)
    plain = setKey(plain, key as string, encodeValue(type, entry, undeclared));
  return plain;
}
