import { isPromise } from 'node:util/types';
import { kindOf } from '../kind/kinds.js';
import { findValueIssues } from '../validation/find-issues.js';
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
 * Finds the schema of a document's own class.
 * @throws WrongDocumentClassError if that is neither the repository's class nor a subclass of it in this application
 * @throws NotADocumentError if the class has no `@Document()`
 */
export function schemaOfDocument(
  { schema, registry }: RepositoryContext,
  document: unknown,
  origin: string,
): RootSchema {
  const { documentClass } = schema;
  if (typeof document !== 'object' || document === null || !(document instanceof documentClass)) {
    const remedy = remedyFor(schema, document, origin);
    throw new WrongDocumentClassError(schema.name, origin, describeValue(document), remedy);
  }
  if (document.constructor === documentClass) return schema;
  const ownSchema = schemaOf(document.constructor as DocumentClass);
  if (registry.hasMember(ownSchema)) return ownSchema;
  throw new WrongDocumentClassError(schema.name, origin, `a ${ownSchema.name} of another application`);
}

/** The remedy where an id or a promise of the document was given; undefined for anything else. */
function remedyFor({ id: { field } }: RootSchema, given: unknown, origin: string): string | undefined {
  if (isPromise(given)) return 'Await it, and pass the document';
  const isId =
    given !== undefined && given !== null && findValueIssues(field.type, given, field.name).length === 0;
  const isHex = kindOf(field.type).convert(given) !== given;
  if (!isId && !isHex) return undefined;
  const load = 'Load the document by its id first: getById(id)';
  return origin === 'delete' ? `${load}, or use deleteMany({ ${field.name}: id })` : load;
}

/**
 * Finds the schema of a stored document by its discriminator; without one it is that of the collection's base class.
 * @throws DecodeError if the discriminator names a class that is not one of the repository's
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

/** The stored documents to find: the filter is in the server's form. */
export interface Condition {
  readonly filter: Plain;
  /** Whether soft-deleted documents are found too. Default false. */
  readonly withDeleted?: boolean;
}

/** Restricts a filter to what the repository may find: documents of its class and its subclasses, not soft-deleted. Done only here. */
export function restrict(
  { schema, family }: Pick<RepositoryContext, 'schema' | 'family'>,
  { filter, withDeleted = false }: Condition,
): Plain {
  const visible = withDeleted ? filter : withoutDeleted(family, filter);
  if (!schema.base) return visible;
  const names = family.map(({ discriminator }) => discriminator.value);
  return withCondition(visible, schema.discriminator.key, { $in: names });
}

/**
 * The condition of an upsert: the server gives what an equality demands to the document that it inserts, so none is used to leave
 * soft-deleted documents out.
 */
export function forUpsert({ family }: Pick<RepositoryContext, 'family'>, condition: Condition): Condition {
  if (condition.withDeleted) return condition;
  const notDeleted = [...deletionKeys(family)].map((key) => ({ [key]: { $not: { $type: 'date' } } }));
  const { filter } = condition;
  return { filter: notDeleted.length > 0 ? { $and: [filter, ...notDeleted] } : filter, withDeleted: true };
}

function deletionKeys(family: readonly RootSchema[]): Set<string> {
  return new Set(family.flatMap((member) => fieldWithRole(member, 'deletedAt')?.key ?? []));
}

/** Excludes soft-deleted documents, in addition to any condition of the filter on the time of deletion. */
function withoutDeleted(family: readonly RootSchema[], filter: Plain): Plain {
  // Most classes have no field that the library fills, and every query comes through here.
  if (family.every(({ roleFields }) => roleFields.length === 0)) return filter;
  let visible = filter;
  for (const key of deletionKeys(family)) visible = withCondition(visible, key, { $eq: null });
  return visible;
}

/** Adds a condition to a filter, beside any that it has on the same key. */
function withCondition(filter: Plain, key: string, operators: Plain): Plain {
  return Object.hasOwn(filter, key)
    ? { $and: [filter, { [key]: operators }] }
    : { ...filter, [key]: operators };
}
