import { normalisedScalar } from '../kind/normalised-scalar.js';
import { mapChanged } from '../kind/map-changed.js';
import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { isNormalised, normalisedFieldsOf } from '../schema/normalised-fields.js';
import { embeddedSchema, isContainer } from '../schema/type-contents.js';
import { isObject } from '../value/own-value.js';
import type { UndeclaredKeys } from './undeclared-keys.js';

type Values = Record<string, unknown>;

/**
 * Normalises a value at any path, with all values inside of it. Nothing is changed in place: lists and maps with other contents are copied,
 * and embedded documents replaced by their values. Values that do not fit their types stay as they are.
 * @returns the same value if nothing changes
 * @throws InvalidNormaliserError, what the `normalise` of a field throws
 */
export function normalised(type: FieldType, value: unknown, undeclared: UndeclaredKeys): unknown {
  return isNormalised(type) ? new Normalisation(undeclared).value(type, value) : value;
}

class Normalisation {
  readonly #undeclared: UndeclaredKeys;
  /** By embedded document, so that those that hold each other come to an end. */
  readonly #results = new Map<object, object>();

  constructor(undeclared: UndeclaredKeys) {
    this.#undeclared = undeclared;
  }

  value(type: FieldType, value: unknown): unknown {
    const schema = embeddedSchema(type);
    if (schema) return isObject(value) ? this.#embedded(schema, value) : value;
    if (!isContainer(type)) return normalisedScalar(type as never, value);
    return mapChanged(type, value, (of, child) => this.value(of, child));
  }

  #embedded(schema: DocumentSchema, document: Values): object {
    const known = this.#results.get(document);
    if (known) return known;
    this.#results.set(document, document);
    const changed: Values = {};
    for (const { name, type } of normalisedFieldsOf(schema)) {
      const value = document[name];
      const result = this.value(type, value);
      if (result !== value) changed[name] = result;
    }
    if (Object.keys(changed).length === 0) return document;
    const copy = Object.assign(this.#valuesOf(schema, document), changed);
    this.#results.set(document, copy);
    return copy;
  }

  /** The values by field name, also those that the class reads by accessors. */
  #valuesOf(schema: DocumentSchema, document: Values): Values {
    const values: Values = { ...document };
    for (const { name } of schema.fields) if (document[name] !== undefined) values[name] = document[name];
    this.#undeclared.move(document, values);
    return values;
  }
}
