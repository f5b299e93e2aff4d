import { assemble } from '../codec/fast/assemble-document.js';
import type { UndeclaredKeys } from '../codec/undeclared-keys.js';
import { kindOf } from '../kind/kinds.js';
import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { isGivenByFields } from '../schema/given-by-fields.js';
import { embeddedSchema } from '../schema/type-contents.js';
import { newPlain } from '../value/plain-object.js';
import type { Plain } from '../value/plain-object.js';

/**
 * The values that fields are given, by name, without those that are undefined: text of 24 hexadecimal digits is an id where ids are declared, and
 * what stands for an embedded document becomes one. Nothing is checked.
 */
export function assignedFields(schema: DocumentSchema, values: object, undeclared: UndeclaredKeys): Plain {
  const given = newPlain();
  for (const [name, value] of Object.entries(values)) {
    const field = schema.fieldsByName.get(name);
    if (value !== undefined) given[name] = field ? assignedValue(field.type, value, undeclared) : value;
  }
  return given;
}

function assignedValue(type: FieldType, value: unknown, undeclared: UndeclaredKeys): unknown {
  const schema = embeddedSchema(type);
  if (schema)
    return isGivenByFields(schema.documentClass, value)
      ? assemble(schema, assignedFields(schema, value, undeclared), undeclared)
      : value;
  const kind = kindOf(type);
  return kind.mapChildren(kind.convert(value), type, (of, child) => assignedValue(of, child, undeclared));
}
