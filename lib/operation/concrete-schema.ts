import type { Plain } from '../value/plain-object.js';
import { DecodeError, Misfit } from '../codec/codec-errors.js';
import { unwrapped } from '../value/bson-tag.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import type { RootSchema } from '../schema/document-schema.js';
import { fieldWithRole } from '../schema/build/role-fields.js';
import { schemaOf } from '../schema/build/schema-of.js';
import { describeValue } from '../value/describe-value.js';
import type { RepositoryContext } from './repository-context.js';
import { WrongDocumentClassError } from './operation-errors.js';

/**
 * The schema of a document's own class.
 * @throws WrongDocumentClassError if that is not the repository's class or one that extends it in this application
 * @throws NotADocumentError if it has no `@Document()`
 */
export function schemaOfDocument(
  { schema, registry }: RepositoryContext,
  document: unknown,
  origin: string,
): RootSchema {
  const { documentClass } = schema;
  if (typeof document !== 'object' || document === null || !(document instanceof documentClass)) {
    throw new WrongDocumentClassError(schema.name, origin, describeValue(document));
  }
  if (document.constructor === documentClass) return schema;
  const ownSchema = schemaOf(document.constructor as DocumentClass);
  if (registry.hasMember(ownSchema)) return ownSchema;
  throw new WrongDocumentClassError(schema.name, origin, `a ${ownSchema.name} of another application`);
}

/**
 * The schema of the class that a stored document says it is of; without a word that of the base class of its collection.
 * @throws DecodeError if it names a class that is not one of the repository's
 */
export function schemaOfStored({ schema, family }: RepositoryContext, stored: Plain): RootSchema {
  const { key } = schema.discriminator;
  if (schema.fieldsByKey.has(key)) return schema;
  const name = unwrapped(stored[key]);
  const named = family.find((member) =>
    name === undefined ? !member.base : name === (member.discriminator.value ?? member.name),
  );
  if (named) return named;
  const expected = family.map((member) => member.discriminator.value ?? member.name);
  throw new DecodeError(
    schema.name,
    unwrapped(stored['_id']),
    new Misfit(key, expected.join(' or '), 'another name'),
  );
}

/** Which stored documents are asked for: the filter is for the server. */
export interface Condition {
  readonly filter: Plain;
  /** Whether documents that were deleted and kept are found too. Default false. */
  readonly withDeleted?: boolean;
}

/** The one place where a filter is restricted to what a repository finds: documents of its class and of those that extend it, not deleted. */
export function restrict(
  { schema, family }: RepositoryContext,
  { filter, withDeleted = false }: Condition,
): Plain {
  const visible = withDeleted ? filter : withoutDeleted(family, filter);
  if (!schema.base) return visible;
  const names = family.map(({ discriminator }) => discriminator.value);
  return { ...visible, [schema.discriminator.key]: { $in: names } };
}

/** Beside what the filter itself says about the time of deletion. */
function withoutDeleted(family: readonly RootSchema[], filter: Plain): Plain {
  // Most classes have no field that the library uses, and every query asks.
  if (family.every(({ roleFields }) => roleFields.length === 0)) return filter;
  const keys = new Set(family.flatMap((member) => fieldWithRole(member, 'deletedAt')?.key ?? []));
  let visible = filter;
  for (const key of keys) {
    const condition = { [key]: { $eq: null } };
    visible = Object.hasOwn(visible, key) ? { $and: [visible, condition] } : { ...visible, ...condition };
  }
  return visible;
}
