import { DocumentsError } from '../../errors/documents-error.js';
import { compileFilter } from '../../query/compile-filter.js';
import { joined } from '../../query/join-conditions.js';
import { fieldWithRole } from '../../schema/build/role-fields.js';
import type { IndexSchema, RootSchema } from '../../schema/document-schema.js';
import { InvalidSchemaError } from '../../schema/schema-errors.js';
import { frozenCopy } from '../../value/frozen-copy.js';
import { isEmptyPlain, isPlainObject, newPlain } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import { refusedOperator } from './refused-operator.js';

/**
 * The filter of the documents that an index has: the declared one, and what a unique index needs so that it counts the right documents.
 * @returns undefined if it has all
 * @throws InvalidSchemaError
 */
export function partialFilter(
  schema: RootSchema,
  index: IndexSchema,
  members: readonly RootSchema[],
): Plain | undefined {
  const own = declaredFilter(index);
  const conditions = index.options.unique ? [own, ...uniqueConditions(schema, index, members, own)] : [own];
  const filter = joined(conditions);
  if (isEmptyPlain(filter)) return undefined;
  if (index.options.sparse)
    throw new InvalidSchemaError(
      index.declaredBy,
      `Its index of ${shownPaths(index)} is "sparse", but counts only some documents by a filter already: those of its class, or not deleted`,
      'Remove "sparse", or name the documents in "where": { where: { name: exists(true) } }',
    );
  return frozenCopy(filter) as Plain;
}

/** The declared filter, by keys from the document on. */
function declaredFilter(index: IndexSchema): Plain {
  const { schema, prefix, options, declaredBy } = index;
  if (options.where === undefined) return newPlain();
  const filter = compiled(index, () => compileFilter(schema, options.where));
  const refused = refusedOperator(filter);
  if (refused !== undefined)
    throw new InvalidSchemaError(
      declaredBy,
      `The filter of its index of ${shownPaths(index)} needs ${refused}, which the server does not allow there`,
      'Use values, exists(true), gt, gte, lt, lte, between, oneOf, typeOf, and, or',
    );
  return prefixed(prefix.keyPath, filter);
}

function compiled(index: IndexSchema, compile: () => Plain): Plain {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof DocumentsError)) throw error;
    throw new InvalidSchemaError(
      index.declaredBy,
      `The filter of its index of ${shownPaths(index)} cannot be used: ${error.reason}`,
      error.remedy,
    );
  }
}

/**
 * The conditions that a unique index has by itself: documents of its class, those that have its only field if that is optional, and those
 * that are not deleted. Decision 0089.
 */
function uniqueConditions(
  schema: RootSchema,
  { keys, options }: IndexSchema,
  members: readonly RootSchema[],
  own: Plain,
): Plain[] {
  const conditions: Plain[] = [];
  const [key] = keys;
  if (key && keys.length === 1 && !key.isRequired && options.where === undefined && !options.sparse)
    conditions.push({ [key.keyPath]: { $exists: true } });
  const classes = members.filter((each) => isWithin(each, schema));
  const values = classes.flatMap(({ discriminator }) => discriminator.value ?? []);
  if (schema.base)
    conditions.push({ [schema.discriminator.key]: values.length > 1 ? { $in: values } : values[0] });
  if (options.withDeleted) return conditions;
  const deletionKeys = new Set(classes.flatMap((each) => fieldWithRole(each, 'deletedAt')?.key ?? []));
  for (const each of deletionKeys) if (!Object.hasOwn(own, each)) conditions.push({ [each]: { $eq: null } });
  return conditions;
}

function isWithin(schema: RootSchema, base: RootSchema): boolean {
  return schema === base || (schema.base !== undefined && isWithin(schema.base, base));
}

/** A filter of an embedded document as one of the document that holds it. */
function prefixed(prefix: string, filter: Plain): Plain {
  if (prefix === '') return filter;
  const result = newPlain();
  for (const [key, condition] of Object.entries(filter))
    if (key.startsWith('$') && Array.isArray(condition))
      result[key] = condition.map((each: unknown) => (isPlainObject(each) ? prefixed(prefix, each) : each));
    else result[`${prefix}.${key}`] = condition;
  return result;
}

function shownPaths({ keys }: IndexSchema): string {
  return keys.map(({ path }) => path).join(', ');
}
