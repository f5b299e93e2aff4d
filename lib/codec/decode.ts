import { isDate } from 'node:util/types';
import type { DocumentSchema, FieldType, RootSchema } from '../schema/document-schema.js';
import { describeType } from '../schema/describe-type.js';
import { bsonTag, mismatch, newPlain } from './codec.js';
import type { Plain } from './codec.js';
import { DecodeError, Misfit } from './codec-errors.js';
import { parseStored } from './parse-stored.js';
import { scalarCodecs } from './scalar-codecs.js';
import type { UndeclaredKeys } from './undeclared-keys.js';

/** Values of a document or embedded document by field name; those of embedded documents are such objects again. */
export type Values = Record<string, unknown>;

/**
 * The values of a stored document, for `assemble`. Only declared keys are read; those that an embedded document has besides are kept.
 * @throws DecodeError
 */
export function decodeValues(schema: RootSchema, stored: Plain, undeclared: UndeclaredKeys): Values {
  try {
    return decodeFields(schema, stored, '', undeclared);
  } catch (error) {
    if (error instanceof Misfit) throw new DecodeError(schema.name, stored['_id'], error);
    throw error;
  }
}

/**
 * The bytes of a stored document as an object with stored keys.
 * @throws DecodeError if they are no document
 */
export function parseDocument(schema: RootSchema, bytes: Uint8Array): Plain {
  try {
    return parseStored(bytes);
  } catch {
    throw new DecodeError(
      schema.name,
      undefined,
      new Misfit('', 'a document', 'something else, or nested too deep,'),
    );
  }
}

function decodeFields(
  schema: DocumentSchema,
  stored: Plain,
  prefix: string,
  undeclared: UndeclaredKeys,
): Values {
  const values = newPlain();
  for (const field of schema.fields) {
    if (!Object.hasOwn(stored, field.key)) continue;
    values[field.name] = decodeValue(field.type, stored[field.key], `${prefix}${field.name}`, undeclared);
  }
  if (schema.kind === 'embedded') keepUndeclared(schema, stored, values, undeclared);
  return values;
}

function decodeValue(type: FieldType, stored: unknown, path: string, undeclared: UndeclaredKeys): unknown {
  if (stored === null) return null;
  switch (type.kind) {
    case 'array':
      if (!Array.isArray(stored)) break;
      return stored.map((element, index) => decodeValue(type.of, element, `${path}.${index}`, undeclared));
    case 'map':
      if (!isStoredObject(stored)) break;
      return new Map(
        Object.entries(stored).map(([key, entry]) => [
          key,
          decodeValue(type.of, entry, `${path}.${key}`, undeclared),
        ]),
      );
    case 'embedded':
      if (!isStoredObject(stored)) break;
      return decodeFields(type.schema, stored, `${path}.`, undeclared);
    default: {
      const value = scalarCodecs[type.kind].decode(stored);
      if (value !== mismatch) return value;
    }
  }
  throw new Misfit(path, describeType(type), describeStored(stored));
}

function keepUndeclared(
  schema: DocumentSchema,
  stored: Plain,
  values: Values,
  undeclared: UndeclaredKeys,
): void {
  const rest = Object.entries(stored).filter(([key]) => !schema.fieldsByKey.has(key));
  if (rest.length === 0) return;
  const keys = newPlain();
  for (const [key, value] of rest) keys[key] = value;
  undeclared.keep(values, keys);
}

function isStoredObject(stored: unknown): stored is Plain {
  return (
    typeof stored === 'object' &&
    stored !== null &&
    Object.prototype.toString.call(stored) === '[object Object]' &&
    !bsonTag(stored)
  );
}

function describeStored(stored: unknown): string {
  if (Array.isArray(stored)) return 'an array';
  if (isDate(stored) && Number.isNaN(stored.getTime())) return 'a Date out of range';
  return (
    bsonTag(stored) ??
    (typeof stored === 'object' ? Object.prototype.toString.call(stored).slice(8, -1) : typeof stored)
  );
}
