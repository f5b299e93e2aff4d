import { applyDefaults } from '../../codec/assemble.js';
import { encodeDocument } from '../../codec/encode.js';
import { postBulkInsert, preBulkInsert } from '../../lifecycle/signals.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { elementsOf, mapElements } from '../../schema/elements-of.js';
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
    let documents = elementsOf(given);
    assertEachOnce(repository, documents);
    let schemas = takeNew(operation, documents);
    if (operation.hears(preBulkInsert, sender)) {
      await operation.send(preBulkInsert, sender, { documents });
      documents = elementsOf(documents);
      assertEachOnce(repository, documents);
      const known = new Set(elementsOf(given));
      takeNew(
        operation,
        documents.filter((document) => !known.has(document)),
      );
      schemas = schemasOf(repository, documents);
    }
    if (documents.length === 0) return [];
    await assertAllValid(repository, documents, schemas);
    return await insert(operation, sender, { documents, schemas, ordered: options.ordered ?? true });
  } finally {
    await operation.end();
  }
}

function assertEachOnce({ schema }: RepositoryContext, documents: readonly object[]): void {
  if (new Set(documents).size < documents.length) throw new DocumentAlreadyStoredError(schema.name);
}

/** The schema of each document's own class. @throws what `schemaOfDocument` throws */
function schemasOf({ schema }: RepositoryContext, documents: readonly unknown[]): readonly RootSchema[] {
  return mapElements(documents, (document) => schemaOfDocument(schema, document, 'insertMany'));
}

/**
 * Documents that were not made by the repository get their defaults.
 * @returns the schema of each
 */
function takeNew(operation: Operation, documents: readonly object[]): readonly RootSchema[] {
  const { repository } = operation;
  const schemas = mapElements(documents, (document) => {
    const schema = schemaOfDocument(repository.schema, document, 'insertMany');
    if (findSnapshot(repository, document as object, 'insertMany'))
      throw new DocumentAlreadyStoredError(repository.schema.name);
    return schema;
  });
  operation.take(documents);
  schemas.forEach((schema, index) => {
    const document = documents[index] as object;
    operation.restoreUnlessStored(schema, document);
    if (!repository.memory.states.find(document)) applyDefaults(schema, document);
  });
  return schemas;
}

/** Finds what is wrong with all of them before any of them is changed or written; paths begin with the index. */
async function assertAllValid(
  { schema, memory }: RepositoryContext,
  documents: readonly object[],
  schemas: readonly RootSchema[],
): Promise<void> {
  const issues: ValidationIssue[] = [];
  for (let index = 0; index < documents.length; index++) {
    const ownSchema = schemas[index] as RootSchema;
    const found = findWriteIssues(ownSchema, documents[index] as object, memory.undeclared);
    const ofDocument = Array.isArray(found) ? found : await found;
    for (const issue of ofDocument) issues.push(issueAt(String(index), issue));
  }
  if (issues.length > 0) throw new ValidationError(schema.name, issues);
}

/** Valid documents, with the schema of each. */
interface Insert<T> {
  readonly documents: readonly T[];
  readonly schemas: readonly RootSchema[];
  readonly ordered: boolean;
}

async function insert<T extends object>(
  operation: Operation,
  sender: Sender<T>,
  { documents, schemas, ordered }: Insert<T>,
): Promise<readonly T[]> {
  const { undeclared } = operation.repository.memory;
  const stored = mapElements(schemas, (each, index) => {
    const schema = each as RootSchema;
    const document = documents[index] as T;
    ensureId(schema, document);
    return encodeDocument(schema, document, undeclared);
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
