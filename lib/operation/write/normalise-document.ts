import { encodeValue } from '../../codec/encode.js';
import { noUndeclaredKeys } from '../../codec/undeclared-keys.js';
import { isSame } from '../../kind/is-same.js';
import { kindOf } from '../../kind/kinds.js';
import { mapChanged } from '../../kind/map-changed.js';
import { normalisedScalar } from '../../kind/normalised-scalar.js';
import type { DocumentSchema, FieldType } from '../../schema/document-schema.js';
import { normalisedFieldsOf } from '../../schema/normalised-fields.js';
import { setField } from '../../schema/set-field.js';
import { embeddedSchema, isContainer } from '../../schema/type-contents.js';
import type { Snapshot, Stored } from '../../state/snapshot/snapshot.js';
import { isObject, ownValue } from '../../value/own-value.js';
import { isPlainObject, isWholeMap } from '../../value/plain-object.js';

type Values = Record<string, unknown>;

/**
 * Gives the fields of a document, and of those embedded in it, their normalised values, in the same lists and maps. Fields that are as they
 * were loaded stay so; a list or map counts as a whole (decision 0081).
 * @param document an instance, or values by field name
 * @throws InvalidNormaliserError, FieldNotWritableError, what the `normalise` of a field throws
 */
export function normaliseDocument(
  schema: DocumentSchema,
  document: object,
  snapshot: Snapshot | undefined,
): void {
  const fields = normalisedFieldsOf(schema);
  if (fields.length === 0) return;
  const loaded = snapshot?.read(fields.map(({ key }) => key)).baseline;
  new Normalising().fields(schema, document as Values, loaded);
}

class Normalising {
  /** The documents that were visited: they may hold each other. */
  readonly #visited = new Set<object>();

  /** @param loaded the stored values; undefined in a new document */
  fields(schema: DocumentSchema, document: Values, loaded: Stored | undefined): void {
    if (this.#visited.has(document)) return;
    this.#visited.add(document);
    for (const { name, key, type } of normalisedFieldsOf(schema)) {
      const value = document[name];
      const before = loaded && ownValue(loaded, key);
      const held = embeddedSchema(type);
      if (held) {
        if (isObject(value)) this.fields(held, value, isPlainObject(before) ? before : undefined);
      } else if (!isAsLoaded(type, value, before)) {
        const result = this.#value(type, value);
        if (result !== value) setField(schema, document, name, result);
      }
    }
  }

  #value(type: FieldType, value: unknown): unknown {
    const held = embeddedSchema(type);
    if (held) {
      if (isObject(value)) this.fields(held, value, undefined);
      return value;
    }
    if (!isContainer(type)) return normalisedScalar(type as never, value);
    return refilled(
      value,
      mapChanged(type, value, (of, child) => this.#value(of, child)),
    );
  }
}

/** Puts other contents into a list or map, to which other code may refer; returns them instead if it is frozen. */
function refilled(value: unknown, contents: unknown): unknown {
  if (contents === value) return value;
  if (Array.isArray(value)) {
    if (Object.isFrozen(value)) return contents;
    (contents as readonly unknown[]).forEach((element, index) => (value[index] = element));
  } else if (isWholeMap(contents)) {
    for (const [key, entry] of contents) (value as Map<unknown, unknown>).set(key, entry);
  }
  return value;
}

/** Whether a value, which may be of any kind, is the loaded one. */
function isAsLoaded(type: FieldType, value: unknown, loaded: unknown): boolean {
  if (value === null || value === undefined) return loaded === null || loaded === undefined;
  if (loaded === undefined) return false;
  const kind = kindOf(type);
  if (isContainer(type) || !kind.accepts(value, type))
    return kind.isStoredAs(value, loaded, type, isAsLoaded);
  return isSame(type, loaded, encodeValue(type, value, noUndeclaredKeys));
}
