import type { Values } from '../../codec/decode.js';
import { kindOf } from '../../kind/kinds.js';
import type { UndeclaredKeys } from '../../codec/undeclared-keys.js';
import type { DocumentSchema, FieldSchema, FieldType } from '../../schema/document-schema.js';
import { isGivenByFields } from '../../schema/declare/given-by-fields.js';
import { embeddedSchema } from '../../schema/type-contents.js';

/** The fields whose values may hold ids, by schema. */
const fieldsWithIds = new WeakMap<DocumentSchema, readonly FieldSchema[]>();

/**
 * Replaces text of 24 hexadecimal digits by ids where ids are declared, at any depth of lists, maps and embedded documents given by their
 * values. Nothing else is changed or checked.
 * @returns the same object if it holds no such text
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
  const schema = embeddedSchema(type);
  if (schema)
    return isGivenByFields(schema.documentClass, value) ? withIds(schema, value, undeclared) : value;
  const kind = kindOf(type);
  const converted = kind.convert(value);
  if (converted !== value) return converted;
  const mapped = kind.mapChildren(value, type, (of, child) => valueWithIds(of, child, undeclared));
  const isSame = kind.everyChild(value, type, (_of, child, name) => kind.childAt(mapped, name) === child);
  return isSame ? value : mapped;
}

function idFieldsOf(schema: DocumentSchema): readonly FieldSchema[] {
  let fields = fieldsWithIds.get(schema);
  if (!fields) {
    fields = schema.fields.filter(({ type }) => holdsIds(type, new Set()));
    fieldsWithIds.set(schema, fields);
  }
  return fields;
}

/** @param seen the classes that were checked already: they may contain each other */
function holdsIds(type: FieldType, seen: Set<DocumentSchema>): boolean {
  if ('of' in type) return holdsIds(type.of, seen);
  const schema = embeddedSchema(type);
  if (!schema) return type.kind === 'objectId';
  if (seen.has(schema)) return false;
  seen.add(schema);
  return schema.fields.some((field) => holdsIds(field.type, seen));
}
