import type { Constraints } from '../../schema/declare/constraints.js';
import type { DocumentSchema, FieldSchema, FieldType } from '../../schema/document-schema.js';
import { withEmbedded } from '../../schema/with-embedded.js';
import type { Plain } from '../../value/plain-object.js';
import { constraintRule } from './constraint-rule.js';
import { scalarRules } from './scalar-rules.js';

/** The JSON Schema of the values of a field. Null is allowed unless the field is required. @param holder the class that has it */
export function fieldRule({ type, constraints, required }: FieldSchema, holder: DocumentSchema): Plain {
  return valueRule(type, constraints, !required, holder);
}

/** The JSON Schema of stored documents of a class, embedded or not, without what tells the classes of a collection apart. */
export function fieldsRule(schema: DocumentSchema): { properties: Plain; required?: string[] } & Plain {
  const properties = Object.fromEntries(schema.fields.map((field) => [field.key, fieldRule(field, schema)]));
  // Every document has an id, which the server gives where none is sent.
  const isGiven = (key: string): boolean => schema.kind === 'document' && key === '_id';
  const required = schema.fields
    .filter((field) => field.required && !isGiven(field.key))
    .map(({ key }) => key);
  return {
    bsonType: 'object',
    // The server refuses an empty list.
    ...(required.length > 0 && { required }),
    properties,
    ...(schema.isStrict && { additionalProperties: false }),
  };
}

function valueRule(
  type: FieldType,
  constraints: Constraints | undefined,
  isNullable: boolean,
  holder: DocumentSchema,
): Plain {
  const rule = typeRule(type, constraints?.each, holder);
  const { bsonType } = rule;
  if (bsonType === undefined) {
    const anything = isNullable ? rule : { ...rule, not: { bsonType: 'null' } };
    return { ...anything, ...constraintRule(type, constraints, isNullable) };
  }
  const types = [bsonType, ...(isNullable ? ['null'] : [])].flat();
  return {
    ...rule,
    bsonType: types.length > 1 ? types : types[0],
    ...constraintRule(type, constraints, isNullable),
  };
}

/** The rule for values that are not null. Elements of lists and entries of maps may be null. */
function typeRule(type: FieldType, each: Constraints | undefined, holder: DocumentSchema): Plain {
  switch (type.kind) {
    case 'array':
      return { bsonType: 'array', items: valueRule(type.of, each, true, holder) };
    case 'map':
      return { bsonType: 'object', additionalProperties: valueRule(type.of, each, true, holder) };
    case 'embedded':
      // JSON Schema of the server has no references, so a class that holds itself ends here.
      return withEmbedded(type.schema).has(holder) ? { bsonType: 'object' } : fieldsRule(type.schema);
    default:
      return scalarRules[type.kind];
  }
}
