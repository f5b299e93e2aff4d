import type { Plain } from '../schema/plain-object.js';
import { DecodeError, Misfit } from '../codec/codec-errors.js';
import type { DocumentClass } from '../schema/class-record.js';
import type { RootSchema } from '../schema/document-schema.js';
import { schemaFamily, schemaOf } from '../schema/schema-of.js';
import { describeValue } from '../validation/find-issues.js';
import { WrongDocumentClassError } from './repository-errors.js';

/**
 * The schema of a document's own class.
 * @throws WrongDocumentClassError if that is not the repository's class or one that extends it; NotADocumentError if it has no `@Document()`
 */
export function schemaOfDocument(schema: RootSchema, document: unknown, origin: string): RootSchema {
  if (typeof document !== 'object' || document === null || !(document instanceof schema.documentClass)) {
    throw new WrongDocumentClassError(schema.name, origin, describeValue(document));
  }
  return schemaOf(document.constructor as DocumentClass);
}

/**
 * The schema of the class that a stored document says it is of; without a word that of the base class of its collection.
 * @throws DecodeError if it names a class that is not one of the repository's
 */
export function schemaOfStored(schema: RootSchema, stored: Plain): RootSchema {
  const { key } = schema.discriminator;
  if (schema.fieldsByKey.has(key)) return schema;
  const name = stored[key];
  const named = schemaFamily(schema).find((member) =>
    name === undefined ? !member.base : name === (member.discriminator.value ?? member.name),
  );
  if (named) return named;
  const expected = schemaFamily(schema).map((member) => member.discriminator.value ?? member.name);
  throw new DecodeError(schema.name, stored['_id'], new Misfit(key, expected.join(' or '), 'another name'));
}

/** Restricts a filter to the documents of a class and of those that extend it. */
export function restrictToClass(schema: RootSchema, filter: Plain): Plain {
  if (!schema.base) return filter;
  const names = schemaFamily(schema).map(({ discriminator }) => discriminator.value);
  return { ...filter, [schema.discriminator.key]: { $in: names } };
}
