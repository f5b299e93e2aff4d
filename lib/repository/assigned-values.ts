import { assemble } from '../codec/assemble.js';
import { objectIdOf } from '../kind/scalar/object-id.js';
import type { UndeclaredKeys } from '../codec/undeclared-keys.js';
import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { mapElements } from '../value/elements-of.js';
import { isGivenByFields } from '../schema/given-by-fields.js';
import { isWholeMap, newPlain } from '../value/plain-object.js';
import type { Plain } from '../value/plain-object.js';

/**
 * What fields are given, by name, without those that are undefined: text of 24 hexadecimal digits is an id where ids are declared, and
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
  switch (type.kind) {
    case 'objectId':
      return objectIdOf(value) ?? value;
    case 'array':
      return Array.isArray(value)
        ? mapElements(value, (element) => assignedValue(type.of, element, undeclared))
        : value;
    case 'map':
      return isWholeMap(value)
        ? new Map(Array.from(value, ([key, entry]) => [key, assignedValue(type.of, entry, undeclared)]))
        : value;
    case 'embedded':
      return isGivenByFields(type.schema.documentClass, value)
        ? assemble(type.schema, assignedFields(type.schema, value, undeclared), undeclared)
        : value;
    default:
      return value;
  }
}
