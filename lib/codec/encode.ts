import { kindOf } from '../kind/kinds.js';
import type { PartEncoder } from '../kind/kind.js';
import type { DocumentSchema, FieldType, RootSchema } from '../schema/document-schema.js';
import { setKeys } from '../value/ordered-plain.js';
import { isWholeMap, newPlain } from '../value/plain-object.js';
import type { Plain } from '../value/plain-object.js';
import type { UndeclaredKeys } from './undeclared-keys.js';

/** Does the same as `encodeDocument`, without generated code. */
export function encodeStepByStep(schema: RootSchema, document: object, undeclared: UndeclaredKeys): Plain {
  const plain = newPlain();
  const { key, value } = schema.discriminator;
  if (value !== undefined) plain[key] = value;
  return new Encoder(undeclared).into(plain, schema, document);
}

/** Encodes a valid value of a field. Null stays null. */
export function encodeValue(type: FieldType, value: unknown, undeclared: UndeclaredKeys): unknown {
  return new Encoder(undeclared).value(type, value);
}

class Encoder implements PartEncoder {
  constructor(private readonly undeclared: UndeclaredKeys) {}

  value(type: FieldType, value: unknown): unknown {
    return value === null || value === undefined ? value : kindOf(type).encode(value as never, type, this);
  }

  fields(schema: DocumentSchema, document: object): Plain {
    return this.into(newPlain(), schema, document);
  }

  /** Adds the values of a document to an object with stored keys. @returns the same as `setKey` */
  into(empty: Plain, schema: DocumentSchema, document: object): Plain {
    const source = document as Record<string, unknown>;
    let plain = empty;
    for (const { name, key, type } of schema.fields) {
      const value = source[name];
      if (value !== undefined) plain[key] = this.value(type, value);
    }
    if (schema.undeclared) {
      const { name, type } = schema.undeclared;
      const entries = source[name];
      if (isWholeMap(entries)) plain = setKeys(plain, this.value(type, entries) as Plain);
    }
    const keys = schema.kind === 'embedded' ? this.undeclared.of(document) : undefined;
    return keys ? setKeys(plain, keys) : plain;
  }
}
