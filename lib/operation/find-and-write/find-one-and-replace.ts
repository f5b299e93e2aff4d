import { assemble } from '../../codec/fast/assemble-document.js';
import { convertGiven } from '../../codec/convert-given.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { isKept } from '../../update/replacement.js';
import type { Condition } from '../concrete-schema.js';
import { assertTaken } from '../../reference/assert-taken.js';
import { Operation } from '../operation.js';
import type { UpdateOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { UpdateAnnouncement, updatedOne } from '../update/update-announcement.js';
import { selectedBy } from '../update/update-request.js';
import { assertKnownFields } from '../write/assert-valid.js';
import { narrowed } from '../write/loaded-filter.js';
import { Returning } from './returning.js';
import type { ReturnOptions } from './returning.js';
import { sendFindAndUpdate } from './send-find-and-update.js';

type Values = Readonly<Record<string, unknown>>;

/** Replaces one document that matches, and returns it. Read from top to bottom, this is everything it does. */
export async function findOneAndReplace(
  repository: RepositoryContext,
  filter: object,
  values: object,
  options: UpdateOptions & ReturnOptions,
): Promise<object | null> {
  const selected = selectedBy(repository, 'findOneAndReplace', filter, options);
  const returning = new Returning(repository, options);
  const update = fieldsOf(repository, values as Values);
  const operation = new Operation(repository, 'findOneAndReplace', options);
  try {
    const updating = new UpdateAnnouncement(operation, selected, update, false);
    const compiled = await updating.compiledAsReplacement();
    const found = returning.found(operation, ofOwnClass(repository, selected.condition));
    const { returns } = returning;
    const answer = await sendFindAndUpdate(operation, found, compiled, { returns, upsert: false });
    const { document, failure } = await returning.loaded(operation, answer.bytes);
    const count = answer.bytes ? 1 : 0;
    const result = Object.freeze({ matchedCount: count, modifiedCount: count });
    await updating.applied(result, updatedOne(document));
    if (failure) throw failure.error;
    return document;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

/**
 * The values of all fields as a new document would have them, without those that keep what is stored; given ones are among them, to be
 * refused. @throws ValidationError for unknown fields
 */
function fieldsOf({ schema, memory }: RepositoryContext, values: Values): Values {
  assertKnownFields(schema, values);
  const { undeclared } = memory;
  const given = convertGiven(schema, values, undeclared);
  const document = assemble(schema, given, undeclared) as Values;
  assertTaken(schema, document, { states: memory.states });
  const isGiven = (name: string): boolean => Object.hasOwn(given, name) && given[name] !== undefined;
  const fields = schema.fields.filter((field) => !isKept(field) || isGiven(field.name));
  return Object.fromEntries(
    fields.map(({ name }) => [name, document[name]]).filter(([, value]) => value !== undefined),
  ) as Values;
}

/** Selects documents of the very class: those of a subclass have fields that would be gone. */
function ofOwnClass({ schema, family }: RepositoryContext, condition: Condition): Condition {
  return family.length > 1
    ? { ...condition, filter: narrowed(condition.filter, classOf(schema)) }
    : condition;
}

function classOf({ discriminator: { key, value } }: RootSchema): Values {
  return { [key]: { $eq: value ?? null } };
}
