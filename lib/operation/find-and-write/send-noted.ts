import { parseDocument } from '../../codec/decode.js';
import type { FoundToModify, ModifiedAnswer, ModifiedForm } from '../../driver/command/find-and-modify.js';
import { DuplicateKeyError } from '../../driver/errors/write-errors.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import { ownValue } from '../../value/own-value.js';
import type { Plain } from '../../value/plain-object.js';
import { noteForParents } from '../derived/derived-data.js';
import type { FamilyDerived } from '../derived/derived-data.js';
import { ownSchema, readReferences } from '../derived/stored-references.js';
import { asReadAt } from '../derived/write-as-read.js';
import type { Operation } from '../operation.js';

/** An update of one document, which is also returned. */
export interface FindAndUpdate {
  readonly found: FoundToModify;
  readonly compiled: CompiledUpdate;
  readonly form: ModifiedForm;
}

/** Sends the command. */
export type SendFindAndUpdate = (found: FoundToModify, form: ModifiedForm) => Promise<ModifiedAnswer>;

/** Matches no document: an upsert with it inserts. */
const nothing: Plain = Object.freeze({ _id: { $in: [] } });

/**
 * Updates or inserts one document, and notes the documents that it referred to before and refers to now. It is updated only if its references
 * are as they were read.
 * @throws what `send` throws; an upsert is tried once more after a duplicate key, as `sendFindAndUpdate` does
 */
export async function sendNoted(
  operation: Operation,
  { keys }: FamilyDerived,
  given: FindAndUpdate,
  send: SendFindAndUpdate,
): Promise<ModifiedAnswer> {
  const { found, form } = given;
  let isRepeated = false;
  for (let attempt = 1; ; attempt++) {
    const [before] = await readReferences(operation, keys, { ...found, limit: 1 });
    if (!before && !form.upsert) return { bytes: null, created: false };
    try {
      const condition = before ? conditionOf(keys, before, attempt) : nothing;
      const one = { ...found, sort: undefined, filter: { $and: [found.filter, condition] } };
      const answer = await send(one, { ...form, upsert: before === undefined });
      if (!answer.bytes && !answer.created) continue;
      const after = await afterOf(operation, keys, given, before, answer);
      noteForParents(operation, ownSchema(operation.repository, after), before, after);
      return answer;
    } catch (error) {
      const isDuplicate = !before && error instanceof DuplicateKeyError;
      if (!isDuplicate || isRepeated || found.session?.inTransaction()) throw error;
      isRepeated = true;
    }
  }
}

function conditionOf(keys: readonly string[], before: Plain, attempt: number): Plain {
  return { _id: { $eq: before['_id'] }, ...asReadAt(attempt, keys, before) };
}

/** The references after the update: from its answer if that has them, else computed, or else read. */
async function afterOf(
  operation: Operation,
  keys: readonly string[],
  { found, compiled, form }: FindAndUpdate,
  before: Plain | undefined,
  { bytes, insertedId }: ModifiedAnswer,
): Promise<Plain> {
  if (bytes && form.returns === 'after' && keys.every((key) => isShown(found.projection, key)))
    return parseDocument(operation.repository.schema, bytes);
  const computed = before && updated(keys, before, compiled.update);
  if (computed) return computed;
  const filter = { _id: { $eq: before ? before['_id'] : insertedId } };
  return (await readReferences(operation, keys, { filter, limit: 1 }))[0] ?? {};
}

function isShown(projection: Plain | undefined, key: string): boolean {
  if (!projection) return true;
  const { _id, ...shown } = projection;
  const isInclusive = Object.values(shown).some((each) => each !== 0 && each !== false);
  const own = ownValue(shown, key);
  return isInclusive ? own === 1 || own === true : own === undefined;
}

/** Computes an update that sets or removes whole references; undefined for others. */
function updated(
  keys: readonly string[],
  before: Plain,
  update: CompiledUpdate['update'],
): Plain | undefined {
  if (Array.isArray(update)) return undefined;
  const after = { ...before };
  for (const [operator, operands] of Object.entries(update as Plain)) {
    for (const [path, operand] of Object.entries(operands as Plain)) {
      const [key = ''] = path.split('.', 1);
      if (operator === '$rename') return undefined;
      if (!keys.includes(key) || operator === '$setOnInsert') continue;
      if (path !== key || (operator !== '$set' && operator !== '$unset')) return undefined;
      after[key] = operator === '$set' ? operand : undefined;
    }
  }
  return after;
}
