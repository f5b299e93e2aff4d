import { isDate } from 'node:util/types';
import { isShownName, shownName, shownPath } from '../errors/shown-name.js';
import { decodeUntyped } from '../kind/container/any.js';
import { mismatch } from '../kind/kind.js';
import type { ChildName, PartDecoder } from '../kind/kind.js';
import { kindOf } from '../kind/kinds.js';
import { describeType } from '../schema/describe-type.js';
import type { DocumentSchema, FieldType, RootSchema } from '../schema/document-schema.js';
import { isContainer } from '../schema/type-contents.js';
import { isDeclaredKey, isShownKey } from '../schema/build/undeclared-field.js';
import { bsonTag, unwrapped } from '../value/bson-tag.js';
import { setKey } from '../value/ordered-plain.js';
import { newPlain } from '../value/plain-object.js';
import type { Plain } from '../value/plain-object.js';
import { depthLimit } from '../value/storable.js';
import { parseStored } from './bytes/parse-stored.js';
import { DecodeError, Misfit } from './codec-errors.js';
import { noUndeclaredKeys } from './undeclared-keys.js';
import type { UndeclaredKeys } from './undeclared-keys.js';

/** Values of a document or embedded document by field name; embedded documents are such objects too. */
export type Values = Record<string, unknown>;

/**
 * Decodes the values of a stored document for `assemble`. Undeclared keys go into the field for them; without it they are refused in a
 * strict class, and kept aside for embedded documents.
 * @throws DecodeError
 */
export function decodeValues(schema: RootSchema, stored: Plain, undeclared: UndeclaredKeys): Values {
  try {
    return new Decoder(undeclared, '', 0).fields(schema, stored);
  } catch (error) {
    if (error instanceof Misfit) throw new DecodeError(schema.name, unwrapped(stored['_id']), error);
    throw error;
  }
}

/**
 * Decodes a value that was read apart from its document, found at a path of field names; embedded documents are objects of values.
 * @throws DecodeError
 */
export function decodeAt(schema: RootSchema, path: string, type: FieldType, stored: unknown): unknown {
  try {
    return new Decoder(noUndeclaredKeys, '', 0).value(type, stored, shownPath(path));
  } catch (error) {
    if (error instanceof Misfit) throw new DecodeError(schema.name, undefined, error);
    throw error;
  }
}

/**
 * Parses the bytes of a stored document into an object with stored keys.
 * @throws DecodeError if they are not a document
 */
export function parseDocument({ name }: Pick<RootSchema, 'name'>, bytes: Uint8Array): Plain {
  try {
    return parseStored(bytes);
  } catch {
    throw new DecodeError(
      name,
      undefined,
      new Misfit('', 'a document', 'something else, or nested too deep,'),
    );
  }
}

/** Decodes the value at one place of a document. */
class Decoder implements PartDecoder {
  /** @param path field names from the document to the place; empty for the document itself */
  constructor(
    private readonly undeclared: UndeclaredKeys,
    private readonly path: string,
    private readonly depth: number,
  ) {}

  value(type: FieldType, stored: unknown, name: ChildName): unknown {
    if (stored === null) return null;
    if (this.depth > depthLimit)
      throw new Misfit(this.#pathTo(name), `nested at most ${depthLimit} levels`, 'something deeper');
    const read = unwrapped(stored);
    const value = kindOf(type).decode(read, type, isContainer(type) ? this.#below(name) : this);
    if (value === mismatch) throw new Misfit(this.#pathTo(name), describeType(type), describeStored(read));
    return value;
  }

  fields(schema: DocumentSchema, stored: Plain): Values {
    const values = newPlain();
    for (const { name, key, type } of schema.fields)
      if (Object.hasOwn(stored, key)) values[name] = this.value(type, stored[key], name);
    if (schema.undeclared || schema.isStrict || schema.kind === 'embedded')
      this.#decodeUndeclared(schema, stored, values);
    return values;
  }

  #decodeUndeclared(schema: DocumentSchema, stored: Plain, values: Values): void {
    const rest = Object.keys(stored).filter((key) => !isDeclaredKey(schema, key));
    if (rest.length === 0) return;
    if (schema.isStrict) {
      const key = rest.find(isShownName) ?? shownName(rest[0] as string);
      throw new Misfit(this.#pathTo(key), 'absent, since the class is strict', 'a value');
    }
    const isShown = schema.undeclared ? isShownKey : () => false;
    const shown = rest.filter(isShown);
    if (schema.undeclared && shown.length > 0)
      values[schema.undeclared.name] = new Map(shown.map((key) => [key, decodeUntyped(stored[key])]));
    if (schema.kind === 'document' || shown.length === rest.length) return;
    let keys = newPlain();
    for (const key of rest) if (!isShown(key)) keys = setKey(keys, key, stored[key]);
    this.undeclared.keep(values, keys);
  }

  #below(name: ChildName): Decoder {
    return new Decoder(this.undeclared, this.#pathTo(name), this.depth + 1);
  }

  #pathTo(name: ChildName): string {
    return this.path === '' ? String(name) : `${this.path}.${name}`;
  }
}

/** The type of a stored value for messages; never the value. */
export function describeStored(stored: unknown): string {
  if (Array.isArray(stored)) return 'an array';
  if (isDate(stored) && Number.isNaN(stored.getTime())) return 'a Date out of range';
  return (
    bsonTag(stored) ??
    (typeof stored === 'object' ? Object.prototype.toString.call(stored).slice(8, -1) : typeof stored)
  );
}
