import type { FieldType } from '../schema/document-schema.js';
import { embeddedSchema } from '../schema/type-contents.js';
import { anyType } from './container/any.js';
import { kindOf } from './kinds.js';

/** The part that values of a type have under a name. */
export interface Part {
  readonly type: FieldType;
  /** The stored key; undefined for the field that shows undeclared keys, whose entries are stored beside the fields. */
  readonly key: string | undefined;
  /** Whether the name is that of a field, rather than data. */
  readonly isDeclared: boolean;
}

/** The part of values of a type under a field name, an index or a key; undefined if they have no such part. */
export function partOf(type: FieldType, name: string): Part | undefined {
  const schema = embeddedSchema(type);
  if (!schema) {
    const kind = kindOf(type);
    const of = kind.elementType(type) ?? kind.entryType(type);
    return of && { type: of, key: name, isDeclared: false };
  }
  const { fieldsByName, undeclared } = schema;
  if (undeclared?.name === name) return { type: undeclared.type, key: undefined, isDeclared: true };
  const field = fieldsByName.get(name);
  return field && { type: field.type, key: field.key, isDeclared: true };
}

/** The type of the elements of stored lists. */
export function elementTypeOf(type: FieldType): FieldType {
  return kindOf(type).elementType(type) ?? anyType;
}

/** The type of the values under keys that are data in stored objects. */
export function entryTypeOf(type: FieldType): FieldType {
  return kindOf(type).entryType(type) ?? anyType;
}

/** The type of the value under a key of a stored object of a type. */
export function typeUnder(type: FieldType, key: string): FieldType {
  return embeddedSchema(type)?.fieldsByKey.get(key)?.type ?? entryTypeOf(type);
}
