import type { DocumentSchema, FieldType, RootSchema } from '../schema/document-schema.js';
import { discriminatorKey } from '../schema/document-schema.js';
import { mapElements } from '../schema/elements-of.js';
import { newPlain } from './codec.js';
import type { Plain } from './codec.js';
import { scalarCodecs } from './scalar-codecs.js';
import type { UndeclaredKeys } from './undeclared-keys.js';

/**
 * A document as it is stored: stored keys in the order of the fields, without those that are undefined.
 * Shares nothing changeable with the document.
 */
export function encodeDocument(schema: RootSchema, document: object, undeclared: UndeclaredKeys): Plain {
  const plain = encodeFields(schema, document, undeclared);
  if (schema.discriminator !== undefined) plain[discriminatorKey] = schema.discriminator;
  return plain;
}

/** A valid value of a field as it is stored. Null stays null. */
export function encodeValue(type: FieldType, value: unknown, undeclared: UndeclaredKeys): unknown {
  if (value === null || value === undefined) return value;
  switch (type.kind) {
    case 'array':
      return mapElements(value as unknown[], (element) => encodeValue(type.of, element, undeclared));
    case 'map': {
      const plain = newPlain();
      for (const [key, entry] of value as Map<string, unknown>)
        plain[key] = encodeValue(type.of, entry, undeclared);
      return plain;
    }
    case 'embedded':
      return encodeFields(type.schema, value, undeclared);
    default:
      return scalarCodecs[type.kind].encode(value as never);
  }
}

function encodeFields(schema: DocumentSchema, source: object, undeclared: UndeclaredKeys): Plain {
  const plain = newPlain();
  for (const field of schema.fields) {
    const value = (source as Record<string, unknown>)[field.name];
    if (value !== undefined) plain[field.key] = encodeValue(field.type, value, undeclared);
  }
  return Object.assign(plain, undeclared.of(source));
}
