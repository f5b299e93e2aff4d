import { assertSize } from '../../driver/command/document-size.js';
import { PostSignalError } from '../../signal/signal-errors.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { describeValue } from '../../value/describe-value.js';
import { elementsOf } from '../../value/elements-of.js';
import { contentKey } from '../../value/equality/content-key.js';
import { Issues } from '../../validation/issues.js';
import { ValidationError } from '../../validation/validation-error.js';
import { newIssue } from '../../validation/validation-issue.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { Operation } from '../operation.js';
import type { SaveManyOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import type { BulkPart } from '../write/bulk-part.js';
import { BulkOutcomes, sendParts } from '../write/send-parts.js';
import { narrowed } from '../write/loaded-filter.js';
import { updateOf } from '../write/stored-writes.js';
import { Saving } from './saving.js';
import { validateEach } from './validate-each.js';
import { withStale } from './stale-documents.js';
import type { DocumentUpdateSent } from './stale-documents.js';

/** Saves documents by as few commands as possible. Read from top to bottom, this is everything it does. */
export async function saveMany<T extends object>(
  repository: RepositoryContext,
  given: readonly T[],
  options: SaveManyOptions,
): Promise<T[]> {
  const documents = listOf(repository, given);
  const schemas = documents.map((document) => schemaOfDocument(repository, document, 'saveMany'));
  const operation = new Operation(repository, 'saveMany', options);
  try {
    operation.lock(documents);
    const savings = schemas.map((schema, index) => new Saving(operation, schema, documents[index] as T));
    for (const saving of savings) await saving.announce();
    await validateEach(operation, savings.entries());
    for (const saving of savings) await saving.revise();
    assertDistinct(repository.schema, savings);
    const outcomes = await writeEach(operation, savings, options.ordered ?? true);
    const postSignalError = await announceEach(savings, outcomes);
    const error = outcomes.errorWith(postSignalError);
    if (error) throw error;
    return documents;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

/** @throws ValidationError if it is not a list, or has a document twice */
function listOf<T extends object>({ schema }: RepositoryContext, given: readonly T[]): T[] {
  const list: unknown = given;
  if (!Array.isArray(list)) {
    const message = `should be a list of documents, not ${describeValue(list)}`;
    throw new ValidationError(schema.name, [newIssue('', 'type', message, [])]);
  }
  const documents = elementsOf(given);
  const issues = new Issues();
  const known = new Set<unknown>();
  for (const [index, document] of documents.entries()) {
    if (known.has(document) && typeof document === 'object')
      issues.add(newIssue(String(index), 'conflict', 'is in the list already', [index]));
    known.add(document);
  }
  if (!issues.isEmpty) throw new ValidationError(schema.name, issues.listed, issues.total);
  return documents;
}

/** @throws ValidationError if two objects are one document: each would hide what the other has changed */
function assertDistinct(schema: RootSchema, savings: readonly Saving<object>[]): void {
  const ids = new Set<string>();
  for (const [index, { draft }] of savings.entries()) {
    const id = contentKey(draft.stored['_id']);
    if (ids.has(id)) {
      const issue = newIssue(String(index), 'conflict', 'has the id of another document of the list', [
        index,
      ]);
      throw new ValidationError(schema.name, [issue]);
    }
    ids.add(id);
  }
}

/** Writes what differs; a document without changes counts as applied. @throws DocumentTooLargeError before anything is sent */
async function writeEach(
  operation: Operation,
  savings: readonly Saving<object>[],
  ordered: boolean,
): Promise<BulkOutcomes> {
  const outcomes = new BulkOutcomes(operation);
  const updates = new Map<number, DocumentUpdateSent>();
  const parts: BulkPart[] = [];
  for (const [index, { draft, created, guard }] of savings.entries()) {
    const { changed, stored, subject } = draft;
    if (created || !subject.snapshot) {
      assertSize(operation.repository.schema.name, stored);
      parts.push({ index, kind: 'write', command: 'insert', model: { insertOne: { document: stored } } });
    } else if (changed.length > 0) {
      const writes = updateOf(subject.schema, subject.snapshot, changed, stored);
      assertSize(operation.repository.schema.name, writes.update);
      updates.set(index, { index, draft, guard, ...writes });
      const { update } = writes;
      const filter = narrowed(writes.filter, guard);
      parts.push({
        index,
        kind: 'write',
        command: 'update',
        model: { updateOne: { filter, update } },
        isCounted: guard !== undefined,
      });
    } else outcomes.applied.push(index);
  }
  for await (const answer of sendParts(operation, parts, ordered)) {
    const sent = answer.outcome.applied.flatMap((index) => updates.get(index) ?? []);
    outcomes.add(await withStale(operation, answer, sent), answer.cause);
  }
  return outcomes;
}

/**
 * Sends `postSave` for the documents that are applied, in their order.
 * @returns the error of its receivers instead of throwing it, so that neither it nor the error of the write hides the other
 */
async function announceEach(
  savings: readonly Saving<object>[],
  outcomes: BulkOutcomes,
): Promise<Error | undefined> {
  const applied = [...outcomes.applied].sort((a, b) => a - b).map((index) => savings[index]);
  for (const saving of applied) saving?.markStored();
  let failure: Error | undefined;
  for (const saving of applied) {
    try {
      await saving?.applied();
    } catch (error) {
      failure =
        failure instanceof PostSignalError && error instanceof PostSignalError
          ? failure.with(error)
          : (error as Error);
    }
  }
  for (const index of outcomes.notApplied) savings[index]?.notApplied();
  for (const index of outcomes.uncertain) savings[index]?.unknown();
  return failure;
}
