import { applyDefaults } from '../../codec/assemble.js';
import { encodeDocument } from '../../codec/encode.js';
import { postBulkInsert, preBulkInsert } from '../../lifecycle/signals.js';
import { elementsOf } from '../../schema/elements-of.js';
import type { Sender } from '../../signal/signal.js';
import type { Stored } from '../../state/snapshot.js';
import { describeValue } from '../../validation/find-issues.js';
import { ValidationError } from '../../validation/validation-error.js';
import { issueAt } from '../../validation/validation-issue.js';
import type { ValidationIssue } from '../../validation/validation-issue.js';
import { findWriteIssues } from '../assert-valid.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { ensureId } from '../document-id.js';
import type { InsertManyOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { DocumentAlreadyStoredError, WrongDocumentClassError } from '../repository-errors.js';
import { tellLater } from '../tell-later.js';
import { findSnapshot, getSnapshot } from '../stored-snapshot.js';
import { insertManyStored } from '../stored-writes.js';

/**
 * Inserts new documents with one command.
 * @returns the documents that were inserted
 */
export async function insertMany<T extends object>(
  repository: RepositoryContext,
  given: readonly T[],
  options: InsertManyOptions,
): Promise<readonly T[]> {
  const sender = repository.schema.documentClass as Sender<T>;
  const list: unknown = given;
  if (!Array.isArray(list)) {
    throw new WrongDocumentClassError(
      repository.schema.name,
      'insertMany',
      `${describeValue(list)} instead of a list`,
    );
  }
  const operation = new Operation(repository, 'insertMany', options);
  try {
    operation.assertEndIsSeen(postBulkInsert, sender);
    const documents = elementsOf(given);
    assertEachOnce(repository, documents);
    takeNew(operation, documents);
    if (operation.hears(preBulkInsert, sender)) {
      await operation.send(preBulkInsert, sender, { documents });
      assertEachOnce(repository, documents);
      const known = new Set(elementsOf(given));
      takeNew(
        operation,
        documents.filter((document) => !known.has(document)),
      );
    }
    if (documents.length === 0) return [];
    await assertAllValid(repository, documents);
    return await insert(operation, sender, documents, options.ordered ?? true);
  } finally {
    await operation.end();
  }
}

function assertEachOnce({ schema }: RepositoryContext, documents: readonly object[]): void {
  if (new Set(documents).size < documents.length) throw new DocumentAlreadyStoredError(schema.name);
}

/** Documents that were not made by the repository get their defaults. */
function takeNew(operation: Operation, documents: readonly object[]): void {
  const { repository } = operation;
  for (const document of documents) {
    const schema = schemaOfDocument(repository.schema, document, 'insertMany');
    if (findSnapshot(repository, document, 'insertMany')) throw new DocumentAlreadyStoredError(schema.name);
  }
  operation.take(documents);
  for (const document of documents) {
    const schema = schemaOfDocument(repository.schema, document, 'insertMany');
    operation.restoreUnlessStored(schema, document);
    if (!repository.memory.states.find(document)) applyDefaults(schema, document);
  }
}

/** Finds what is wrong with all of them before any of them is changed or written; paths begin with the index. */
async function assertAllValid(
  { schema, memory }: RepositoryContext,
  documents: readonly object[],
): Promise<void> {
  const issues: ValidationIssue[] = [];
  for (const [index, document] of documents.entries()) {
    const ownSchema = schemaOfDocument(schema, document, 'insertMany');
    const found = findWriteIssues(ownSchema, document, memory.undeclared);
    const ofDocument = Array.isArray(found) ? found : await found;
    issues.push(...ofDocument.map((issue) => issueAt(String(index), issue)));
  }
  if (issues.length > 0) throw new ValidationError(schema.name, issues);
}

async function insert<T extends object>(
  operation: Operation,
  sender: Sender<T>,
  documents: readonly T[],
  ordered: boolean,
): Promise<readonly T[]> {
  const { schema, memory } = operation.repository;
  const stored = documents.map((document) => {
    const ownSchema = schemaOfDocument(schema, document, 'insertMany');
    ensureId(ownSchema, document);
    return encodeDocument(ownSchema, document, memory.undeclared);
  });
  const result = await insertManyStored(operation, stored, ordered);
  const inserted = result.acknowledged.map((index) => {
    const document = documents[index] as T;
    const written = stored[index] as Stored;
    operation.markStored(document, { stored: written, unchanged: written });
    return document;
  });
  tellInserted(operation, sender, inserted);
  const postError = await sendInserted(operation, sender, inserted);
  if (result.toError) throw result.toError(postError);
  if (postError) throw postError;
  return inserted;
}

function tellInserted<T extends object>(
  operation: Operation,
  sender: Sender<T>,
  documents: readonly T[],
): void {
  if (documents.length === 0 || !operation.isAwaited(postBulkInsert, sender)) return;
  const { repository } = operation;
  const written = documents.map((document) => ({
    document,
    schema: schemaOfDocument(repository.schema, document, 'insertMany'),
    snapshot: getSnapshot(repository, document, 'insertMany'),
  }));
  tellLater(operation, postBulkInsert, sender, written, (copies) => ({
    documents: Object.freeze([...copies]),
  }));
}

/** @returns what receivers threw, so that it does not hide the error of the insert, nor that it */
async function sendInserted<T extends object>(
  operation: Operation,
  sender: Sender<T>,
  documents: readonly T[],
): Promise<Error | undefined> {
  if (documents.length === 0 || !operation.hears(postBulkInsert, sender)) return undefined;
  try {
    await operation.send(postBulkInsert, sender, { documents: Object.freeze(documents) });
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
