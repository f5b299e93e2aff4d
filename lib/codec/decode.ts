import { isDate } from 'node:util/types';
import { isShownName, shownName } from '../errors/shown-name.js';
import { bsonTag, unwrapped } from '../value/bson-tag.js';
import type { DocumentSchema, FieldType, RootSchema } from '../schema/document-schema.js';
import { describeType } from '../schema/describe-type.js';
import { setKey } from '../value/ordered-plain.js';
import { newPlain } from '../value/plain-object.js';
import type { Plain } from '../value/plain-object.js';
import { isDeclaredKey, isShownKey } from '../schema/undeclared-field.js';
import { mismatch } from '../kind/codec.js';
import { DecodeError, Misfit } from './codec-errors.js';
import { parseStored } from './bytes/parse-stored.js';
import { scalarCodecs } from '../kind/scalar-codecs.js';
import type { UndeclaredKeys } from './undeclared-keys.js';

/** The deepest nesting of declared values, the same as where documents are validated. */
const depthLimit = 100;

/** Values of a document or embedded document by field name; those of embedded documents are such objects again. */
export type Values = Record<string, unknown>;

/**
 * The values of a stored document, for `assemble`. Keys that the class does not declare are in its field for them, else refused where
 * it is strict, else kept aside for embedded documents.
 * @throws DecodeError
 */
export function decodeValues(schema: RootSchema, stored: Plain, undeclared: UndeclaredKeys): Values {
  try {
    return decodeFields(schema, stored, '', undeclared, 0);
  } catch (error) {
    if (error instanceof Misfit) throw new DecodeError(schema.name, unwrapped(stored['_id']), error);
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
  depth: number,
): Values {
  const values = newPlain();
  for (const field of schema.fields) {
    if (!Object.hasOwn(stored, field.key)) continue;
    values[field.name] = decodeValue(
      field.type,
      stored[field.key],
      `${prefix}${field.name}`,
      undeclared,
      depth,
    );
  }
  if (schema.undeclared || schema.isStrict || schema.kind === 'embedded')
    decodeUndeclared(schema, stored, values, prefix, undeclared);
  return values;
}

function decodeValue(
  type: FieldType,
  stored: unknown,
  path: string,
  undeclared: UndeclaredKeys,
  depth: number,
): unknown {
  if (stored === null) return null;
  if (depth > depthLimit) throw new Misfit(path, `nested at most ${depthLimit} levels`, 'something deeper');
  switch (type.kind) {
    case 'array':
      if (!Array.isArray(stored)) break;
      return stored.map((element, index) =>
        decodeValue(type.of, element, `${path}.${index}`, undeclared, depth + 1),
      );
    case 'map':
      if (!isStoredObject(stored)) break;
      return new Map(
        Object.entries(stored).map(([key, entry]) => [
          key,
          decodeValue(type.of, entry, `${path}.${shownName(key)}`, undeclared, depth + 1),
        ]),
      );
    case 'embedded':
      if (!isStoredObject(stored)) break;
      return decodeFields(type.schema, stored, `${path}.`, undeclared, depth + 1);
    default: {
      const value = scalarCodecs[type.kind].decode(unwrapped(stored));
      if (value !== mismatch) return value;
    }
  }
  throw new Misfit(path, describeType(type), describeStored(unwrapped(stored)));
}

function decodeUndeclared(
  schema: DocumentSchema,
  stored: Plain,
  values: Values,
  prefix: string,
  undeclared: UndeclaredKeys,
): void {
  const rest = Object.keys(stored).filter((key) => !isDeclaredKey(schema, key));
  if (rest.length === 0) return;
  if (schema.isStrict) {
    const key = rest.find(isShownName) ?? shownName(rest[0] as string);
    throw new Misfit(`${prefix}${key}`, 'absent, since the class is strict', 'a value');
  }
  const isShown = schema.undeclared ? isShownKey : () => false;
  const shown = rest.filter(isShown);
  if (schema.undeclared && shown.length > 0)
    values[schema.undeclared.name] = new Map(shown.map((key) => [key, scalarCodecs.any.decode(stored[key])]));
  if (schema.kind === 'document' || shown.length === rest.length) return;
  let keys = newPlain();
  for (const key of rest) if (!isShown(key)) keys = setKey(keys, key, stored[key]);
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
