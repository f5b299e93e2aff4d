import type { Values } from './decode.js';
import { kindOf } from '../kind/kinds.js';
import { mapChanged } from '../kind/map-changed.js';
import { idInPlace, referenceOf } from '../kind/referred-id.js';
import type { UndeclaredKeys } from './undeclared-keys.js';
import type { DocumentSchema, FieldSchema, FieldType } from '../schema/document-schema.js';
import { isGivenByFields } from '../schema/declare/given-by-fields.js';
import { embeddedSchema } from '../schema/type-contents.js';

/** The kinds whose values have another form in JSON. */
const kindsInJson = Object.freeze<FieldType['kind'][]>(['objectId', 'date', 'uuid', 'bigint', 'map']);

/** The fields whose values may have such forms, by schema. */
const convertibleFields = new WeakMap<DocumentSchema, readonly FieldSchema[]>();

/**
 * Converts values as requests bring them, at any depth of lists, maps and embedded documents given by their values: text to ids, dates and
 * bigints, and plain objects to maps, where these are declared. Nothing else is changed or checked.
 * @returns the same object if there is nothing to convert
 */
export function convertGiven<V extends Values>(
  schema: DocumentSchema,
  values: V,
  undeclared: UndeclaredKeys,
): V {
  let converted: Values = values;
  if (schema.targets.size > 0) converted = withReferredIds(schema, values, undeclared);
  for (const { name, type } of convertibleFieldsOf(schema)) {
    const value = converted[name];
    if (value === undefined || !Object.hasOwn(converted, name)) continue;
    const next = convertValue(type, value, undeclared);
    if (next === value) continue;
    if (converted === values) undeclared.move(values, (converted = { ...values }));
    converted[name] = next;
  }
  return converted as V;
}

/** Adds the ids of documents that are given by the properties beside references, unless the references are given too. */
function withReferredIds<V extends Values>(schema: DocumentSchema, values: V, undeclared: UndeclaredKeys): V {
  let converted: Values = values;
  for (const { name, kind, reference } of schema.targets.values()) {
    if (kind !== 'belongsTo' || !Object.hasOwn(values, name)) continue;
    const { type } = schema.fieldsByName.get(reference) as FieldSchema;
    const held = kindOf(type).fromJson(values[name]);
    if (held === undefined || held === null) continue;
    if (converted === values) undeclared.move(values, (converted = { ...values }));
    converted[name] = held;
    converted[reference] ??= convertValue(type, held, undeclared);
  }
  return converted as V;
}

/** Converts one value, as `convertGiven` does. */
export function convertValue(type: FieldType, value: unknown, undeclared: UndeclaredKeys): unknown {
  const schema = embeddedSchema(type);
  if (schema)
    return isGivenByFields(schema.documentClass, value) ? convertGiven(schema, value, undeclared) : value;
  const converted = kindOf(type).fromJson(idInPlace(type, value));
  return mapChanged(type, converted, (of, child) => convertValue(of, child, undeclared));
}

function convertibleFieldsOf(schema: DocumentSchema): readonly FieldSchema[] {
  let fields = convertibleFields.get(schema);
  if (!fields) {
    const all = schema.undeclared ? [...schema.fields, schema.undeclared] : schema.fields;
    fields = all.filter(({ type }) => isConvertible(type, new Set()));
    convertibleFields.set(schema, fields);
  }
  return fields;
}

/** @param seen the classes that were checked already: they may contain each other */
function isConvertible(type: FieldType, seen: Set<DocumentSchema>): boolean {
  if (kindsInJson.includes(type.kind) || referenceOf(type)) return true;
  if ('of' in type) return isConvertible(type.of, seen);
  const schema = embeddedSchema(type);
  if (!schema || seen.has(schema)) return false;
  seen.add(schema);
  return schema.undeclared !== undefined || schema.fields.some((field) => isConvertible(field.type, seen));
}
