import { applyDefaults } from '../../codec/assemble.js';
import { encodeDocument } from '../../codec/fast/encode-document.js';
import { postBulkInsert, preBulkInsert } from '../../lifecycle/signals.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { elementsOf } from '../../value/elements-of.js';
import type { Plain } from '../../value/plain-object.js';
import type { SignalSender } from '../../signal/signal.js';
import { describeValue } from '../../value/describe-value.js';
import { Issues } from '../../validation/issues.js';
import { ValidationError } from '../../validation/validation-error.js';
import { issueAt } from '../../validation/validation-issue.js';
import { findWriteIssues } from '../assert-valid.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { ensureId, removeId } from '../document-id.js';
import type { InsertManyOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { DocumentAlreadyStoredError, WrongDocumentClassError } from '../repository-errors.js';
import { tellLater } from '../tell-later.js';
import { findSnapshot, getSnapshot } from '../stored-snapshot.js';
import { insertManyStored } from '../stored-writes.js';
import { ValueSnapshot } from '../../state/snapshot/value-snapshot.js';

/**
 * Inserts new documents with one command. What is done with each of them stands in loops, not in functions made for this call, whose
 * compiled code would be lost with them: decision 0037.
 *
 * @returns the documents that were inserted
 */
export async function insertMany<T extends object>(
  repository: RepositoryContext,
  given: readonly T[],
  options: InsertManyOptions,
): Promise<readonly T[]> {
  const sender = repository.schema.documentClass as SignalSender<T>;
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
    const stored = await validateEach(operation, documents, schemas);
    return await insert(operation, sender, { documents, stored, ordered: options.ordered ?? true });
  } finally {
    await operation.end();
  }
}

function assertEachOnce({ schema }: RepositoryContext, documents: readonly object[]): void {
  if (new Set(documents).size < documents.length) throw new DocumentAlreadyStoredError(schema.name);
}

/** The schema of each document's own class. @throws what `schemaOfDocument` throws */
function schemasOf(repository: RepositoryContext, documents: readonly unknown[]): readonly RootSchema[] {
  const schemas = new Array<RootSchema>(documents.length);
  for (let index = 0; index < schemas.length; index++)
    schemas[index] = schemaOfDocument(repository, documents[index], 'insertMany');
  return schemas;
}

/**
 * Documents that were not made by the repository get their defaults.
 * @returns the schema of each
 */
function takeNew(operation: Operation, documents: readonly object[]): readonly RootSchema[] {
  const { repository } = operation;
  const schemas = schemasOf(repository, documents);
  for (const document of documents) assertNew(repository, document);
  takeEach(operation, documents);
  for (let index = 0; index < documents.length; index++)
    prepare(operation, schemas[index] as RootSchema, documents[index] as object);
  return schemas;
}

/** @throws DocumentAlreadyStoredError for a document that is there twice, and what `Operation.take` throws */
function takeEach(operation: Operation, documents: readonly object[]): void {
  try {
    operation.take(documents);
  } catch (error) {
    // Asked only now: it takes a set of all documents.
    assertEachOnce(operation.repository, documents);
    throw error;
  }
}

/** @throws DocumentAlreadyStoredError, and what `findSnapshot` throws */
function assertNew(repository: RepositoryContext, document: object): void {
  if (findSnapshot(repository, document, 'insertMany'))
    throw new DocumentAlreadyStoredError(repository.schema.name);
}

function prepare(operation: Operation, schema: RootSchema, document: object): void {
  operation.restoreUnlessStored(schema, document);
  if (!operation.repository.memory.states.find(document)) applyDefaults(schema, document);
}

/**
 * Validates each, and encodes it in the same moment: what is changed while validators are asked is not inserted. None is given an id if
 * anything is wrong.
 * @returns what is stored of each
 * @throws ValidationError with what is wrong, up to as much as is listed; paths begin with the index
 */
async function validateEach(
  operation: Operation,
  documents: readonly object[],
  schemas: readonly RootSchema[],
): Promise<readonly Plain[]> {
  const { memory, schema: ofAll } = operation.repository;
  const stored = new Array<Plain>(documents.length);
  const withNewIds: number[] = [];
  const issues = new Issues();
  try {
    for (let index = 0; index < stored.length && !issues.isFull; index++) {
      const schema = schemas[index] as RootSchema;
      const document = documents[index] as object;
      const list = findWriteIssues({ memory, schema, document, snapshot: undefined }, operation.budget);
      if (list.isEmpty) {
        if (ensureId(schema, document)) withNewIds.push(index);
        stored[index] = encodeDocument(schema, document, memory.undeclared);
      }
      if (list.answered) await list.answered;
      if (!list.isEmpty) issues.addAll(list.issues, (issue) => issueAt(index, issue));
    }
    if (!issues.isEmpty) throw new ValidationError(ofAll.name, issues.listed, issues.total);
    return stored;
  } catch (error) {
    for (const index of withNewIds) removeId(schemas[index] as RootSchema, documents[index] as object);
    throw error;
  }
}

/** Valid documents, and what is stored of each. */
interface Insert<T> {
  readonly documents: readonly T[];
  readonly stored: readonly Plain[];
  readonly ordered: boolean;
}

async function insert<T extends object>(
  operation: Operation,
  sender: SignalSender<T>,
  { documents, stored, ordered }: Insert<T>,
): Promise<readonly T[]> {
  const result = await insertManyStored(operation, stored, ordered);
  const inserted = markEach(operation, documents, stored, result.acknowledged);
  tellInserted(operation, sender, inserted);
  const postError = await sendInserted(operation, sender, inserted);
  if (result.toError) throw result.toError(postError);
  if (postError) throw postError;
  return inserted;
}

/** @returns the documents with these indices, which are stored now */
function markEach<T extends object>(
  operation: Operation,
  documents: readonly T[],
  stored: readonly Plain[],
  indices: readonly number[],
): readonly T[] {
  const marked = new Array<T>(indices.length);
  for (let place = 0; place < marked.length; place++) {
    const index = indices[place] as number;
    const document = documents[index] as T;
    const written = stored[index] as Plain;
    operation.markStored(document, new ValueSnapshot(written));
    marked[place] = document;
  }
  return marked;
}

function tellInserted<T extends object>(
  operation: Operation,
  sender: SignalSender<T>,
  documents: readonly T[],
): void {
  if (documents.length === 0 || !operation.isAwaited(postBulkInsert, sender)) return;
  const { repository } = operation;
  const written = documents.map((document) => ({
    document,
    schema: schemaOfDocument(repository, document, 'insertMany'),
    snapshot: getSnapshot(repository, document, 'insertMany'),
  }));
  tellLater(operation, postBulkInsert, sender, written, (copies) => ({
    documents: Object.freeze([...copies]),
  }));
}

/** @returns what receivers threw, so that it does not hide the error of the insert, nor that it */
async function sendInserted<T extends object>(
  operation: Operation,
  sender: SignalSender<T>,
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
