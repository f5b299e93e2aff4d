import type { Values } from '../codec/decode.js';
import { objectIdOf } from '../codec/object-id.js';
import type { UndeclaredKeys } from '../codec/undeclared-keys.js';
import type { DocumentSchema, FieldSchema, FieldType } from '../schema/document-schema.js';
import { elementsOf } from '../schema/elements-of.js';
import { isGivenByFields } from '../schema/given-by-fields.js';
import { isWholeMap } from '../schema/plain-object.js';

/** By schema, the fields whose values may hold ids. */
const fieldsWithIds = new WeakMap<DocumentSchema, readonly FieldSchema[]>();

/**
 * Puts ids in the place of text of 24 hexadecimal digits, where ids are declared, at any depth of lists, maps and embedded documents that
 * are given by their values. Nothing else is changed or checked.
 * @returns the values themselves if there is no such text
 */
export function withIds<V extends Values>(schema: DocumentSchema, values: V, undeclared: UndeclaredKeys): V {
  let converted: Values = values;
  for (const { name, type } of idFieldsOf(schema)) {
    const value = values[name];
    if (value === undefined || !Object.hasOwn(values, name)) continue;
    const next = valueWithIds(type, value, undeclared);
    if (next === value) continue;
    if (converted === values) undeclared.move(values, (converted = { ...values }));
    converted[name] = next;
  }
  return converted as V;
}

function valueWithIds(type: FieldType, value: unknown, undeclared: UndeclaredKeys): unknown {
  switch (type.kind) {
    case 'objectId':
      return objectIdOf(value) ?? value;
    case 'array': {
      if (!Array.isArray(value)) return value;
      const elements = elementsOf(value as unknown[]);
      const converted = elements.map((element) => valueWithIds(type.of, element, undeclared));
      return converted.some((element, index) => element !== elements[index]) ? converted : value;
    }
    case 'map': {
      if (!isWholeMap(value)) return value;
      const converted = new Map<unknown, unknown>();
      for (const [key, entry] of value) converted.set(key, valueWithIds(type.of, entry, undeclared));
      return [...value].some(([key, entry]) => converted.get(key) !== entry) ? converted : value;
    }
    case 'embedded':
      return isGivenByFields(type.schema.documentClass, value)
        ? withIds(type.schema, value, undeclared)
        : value;
    default:
      return value;
  }
}

function idFieldsOf(schema: DocumentSchema): readonly FieldSchema[] {
  let fields = fieldsWithIds.get(schema);
  if (!fields) {
    fields = schema.fields.filter(({ type }) => holdsIds(type, new Set()));
    fieldsWithIds.set(schema, fields);
  }
  return fields;
}

/** @param seen the classes that were looked at: they may hold each other */
function holdsIds(type: FieldType, seen: Set<DocumentSchema>): boolean {
  if (type.kind === 'array' || type.kind === 'map') return holdsIds(type.of, seen);
  if (type.kind !== 'embedded') return type.kind === 'objectId';
  if (seen.has(type.schema)) return false;
  seen.add(type.schema);
  return type.schema.fields.some((field) => holdsIds(field.type, seen));
}
