import type { CollectionValidation } from '../../schema/declare/collection-validation.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { InvalidSchemaError } from '../../schema/schema-errors.js';
import type { Plain } from '../../value/plain-object.js';
import type { DeclaredValidator } from '../declared-collection.js';
import { fieldsRule } from './value-rule.js';

/**
 * Makes the validator of one collection: it accepts all documents that are valid for one of its classes.
 * @param schemas all classes of the collection, which may extend each other
 * @returns undefined if the classes declare none
 * @throws InvalidSchemaError if they declare different ones
 */
export function validatorOf(schemas: readonly RootSchema[]): DeclaredValidator | undefined {
  const validation = commonValidation(schemas);
  if (!validation) return undefined;
  const rules = schemas.map(memberRule);
  const $jsonSchema = rules.length === 1 ? rules[0] : { anyOf: rules };
  return Object.freeze({
    validator: Object.freeze({ $jsonSchema }),
    validationLevel: validation.level,
    validationAction: validation.action,
  });
}

/** The one declaration of all classes of a collection. */
function commonValidation(schemas: readonly RootSchema[]): CollectionValidation | undefined {
  const [first] = schemas;
  const textOf = (schema: RootSchema | undefined): string => JSON.stringify(schema?.validation ?? null);
  const other = schemas.find((each) => textOf(each) !== textOf(first));
  if (!first || !other) return first?.validation;
  throw new InvalidSchemaError(
    other.name,
    `It shares the collection ${first.collection} with ${first.name}, which has one validator, and they do not declare the same validation`,
    'Declare the same validation in both, or in none',
  );
}

/** The rule for the stored documents of exactly one class, told apart as they are when loaded. */
function memberRule(schema: RootSchema): Plain {
  const rule = fieldsRule(schema);
  const { key, value = schema.name } = schema.discriminator;
  // A class without subclasses may use the key for a field of its own.
  if (schema.fieldsByKey.has(key)) return rule;
  return {
    ...rule,
    // Documents of the class that the others extend may have none.
    ...(schema.base && { required: [key, ...(rule.required ?? [])] }),
    properties: { [key]: { enum: [value] }, ...rule.properties },
  };
}
