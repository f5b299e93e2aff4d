import { decodeAt, parseDocument } from '../../codec/decode.js';
import { encodeValue } from '../../codec/encode.js';
import { findOptions } from '../../driver/command/find-options.js';
import type { PartsOutcome } from '../../driver/translation/translate-part-errors.js';
import { fieldWithRole } from '../../schema/build/role-fields.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { contentKey } from '../../value/equality/content-key.js';
import type { Plain } from '../../value/plain-object.js';
import type { Operation } from '../operation.js';
import type { CommandAnswer } from '../write/send-parts.js';
import { staleError } from '../write/stored-writes.js';
import type { DocumentWrites } from '../write/stored-writes.js';
import type { Draft } from '../write/draft.js';
import { hasVersioned } from '../write/versioned-changes.js';

/** The update of one document in a bulk. */
export interface DocumentUpdateSent extends DocumentWrites {
  readonly index: number;
  readonly draft: Draft;
  /** A further condition that it was sent with. */
  readonly guard: Plain | undefined;
}

/**
 * Finds the documents that a command of updates did not find as they were loaded: MongoDB only tells how many. Asks then which ones are as they
 * were written (decision 0087).
 * @param updates the updates of the command that the server did not refuse
 * @returns the outcome with the stale ones as failures; those that others have written meanwhile may be unknown
 */
export async function withStale(
  operation: Operation,
  { outcome, result }: CommandAnswer,
  updates: readonly DocumentUpdateSent[],
): Promise<PartsOutcome> {
  const staleCount = updates.length - (result?.matchedCount ?? 0);
  if (outcome.error !== undefined || staleCount === 0) return outcome;
  // A transaction that has failed answers no questions.
  if (operation.attempt && outcome.failures.length > 0) return without(outcome, updates, 'notAttempted');
  const found = staleCount === updates.length ? new Set<string>() : await asWritten(operation, updates);
  if (!found) return without(outcome, updates, 'unknown');
  const others = updates.filter(({ draft }) => !found.has(idKey(draft)));
  if (others.length < staleCount) return without(outcome, updates, 'unknown');
  if (others.length > staleCount) return without(outcome, others, 'unknown');
  const stale = others.map(({ index, draft: { subject, changed }, guard }) => ({
    index,
    error: staleError(operation, subject.schema, hasVersioned(subject.schema, changed), guard),
  }));
  return { ...without(outcome, others), failures: [...outcome.failures, ...stale] };
}

/** Moves updates from those that are applied. */
function without(
  outcome: PartsOutcome,
  updates: readonly DocumentUpdateSent[],
  to?: 'notAttempted' | 'unknown',
): PartsOutcome {
  const moved = updates.map(({ index }) => index);
  const known = new Set(moved);
  const applied = outcome.applied.filter((index) => !known.has(index));
  return { ...outcome, applied, ...(to && { [to]: [...outcome[to], ...moved] }) };
}

/** Asks for the documents that are as they were written. @returns their ids; undefined if the server does not answer */
async function asWritten(
  operation: Operation,
  updates: readonly DocumentUpdateSent[],
): Promise<ReadonlySet<string> | undefined> {
  const { repository, session } = operation;
  const { collection, schema, memory } = repository;
  const { field } = schema.id;
  const filter = { $or: updates.map(conditionOf) };
  const options = { ...findOptions({ projection: { _id: 1 } }, session), readPreference: 'primary' as const };
  try {
    const found = await operation.commands.read(() => collection.find(filter, options).toArray());
    return new Set(
      (found as unknown as Buffer[]).map((bytes) => {
        const stored = parseDocument(schema, bytes)['_id'];
        const id = decodeAt(schema, field.name, field.type, stored);
        return contentKey(encodeValue(field.type, id, memory.undeclared));
      }),
    );
  } catch {
    return undefined;
  }
}

function idKey({ stored }: Draft): string {
  return contentKey(stored['_id']);
}

/** Selects the document as it was written: with its version, or the references, if that was checked, else only if it still exists. */
function conditionOf({ filter, update, draft: { subject }, guard }: DocumentUpdateSent): Plain {
  const written = writtenValues(update);
  const version = keyOf(subject.schema, 'version');
  const deletion = keyOf(subject.schema, 'deletedAt');
  if (guard || (version !== undefined && Object.hasOwn(filter, version))) return { ...filter, ...written };
  if (deletion === undefined || !Object.hasOwn(written, deletion)) return filter;
  return { ...filter, [deletion]: written[deletion] };
}

function keyOf(schema: RootSchema, kind: 'version' | 'deletedAt'): string | undefined {
  return fieldWithRole(schema, kind)?.key;
}

function writtenValues({ $set = {}, $unset = {} }: DocumentWrites['update']): Plain {
  return Object.fromEntries<unknown>([
    ...Object.entries($set).map(([path, value]) => [path, { $eq: value }] as const),
    ...Object.keys($unset).map((path) => [path, { $exists: false }] as const),
  ]);
}
