import { applyDefaults } from '../../codec/assemble.js';
import { encodeDocument } from '../../codec/fast/encode-document.js';
import { postBulkInsert, preBulkInsert } from '../../lifecycle/signals.js';
import type { PostBulkInsertOf } from '../../lifecycle/signals.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { elementsOf } from '../../value/elements-of.js';
import type { Plain } from '../../value/plain-object.js';
import type { SignalSender } from '../../signal/signal.js';
import { describeValue } from '../../value/describe-value.js';
import { Issues } from '../../validation/issues.js';
import { ValidationError } from '../../validation/validation-error.js';
import { issueAt, newIssue } from '../../validation/validation-issue.js';
import { takeIds } from '../../reference/take-ids.js';
import { findWriteIssues } from '../write/assert-valid.js';
import { normaliseDocument } from '../write/normalise-document.js';
import { Announcement } from '../announce/announcement.js';
import type { Told } from '../announce/announcement.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { findFamilyDerived, noteForParents } from '../derived/derived-data.js';
import type { InsertManyOptions } from '../operation-options.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { DocumentAlreadyStoredError } from '../operation-errors.js';
import { findSnapshot } from '../stored-snapshot.js';
import { storablePart } from '../write/storable-part.js';
import { insertManyStored } from '../write/stored-writes.js';
import { ValueSnapshot } from '../../state/snapshot/value-snapshot.js';
import { buildEach } from '../build/build-each.js';

/**
 * Inserts new documents with one command. Works through them in loops, not in functions created per call, whose compiled code would be lost
 * with them: docs/how-the-fast-paths-work.md.
 * @returns the documents that were inserted
 */
export async function insertMany<T extends object>(
  repository: RepositoryContext,
  given: readonly object[],
  options: InsertManyOptions,
): Promise<T[]> {
  const sender = repository.schema.documentClass as SignalSender<T>;
  const list: unknown = given;
  if (!Array.isArray(list)) {
    const message = `should be a list of documents or their values, not ${describeValue(list)}`;
    throw new ValidationError(repository.schema.name, [newIssue('', 'type', message, [])]);
  }
  const operation = new Operation(repository, 'insertMany', options);
  try {
    let insert = takeNew(operation, buildEach(operation, given) as T[]);
    const inserting = new Announcement(operation, postBulkInsert, sender, () => plannedOf(operation, insert));
    const documents = elementsOf(insert.documents);
    const isHeard = await inserting.before(preBulkInsert, { documents });
    if (isHeard) insert = takeChanged(operation, insert, documents);
    if (insert.documents.length === 0) return [];
    const stored = await validateEach(operation, insert);
    const result = await insertManyStored(operation, stored, options.ordered ?? true);
    const inserted = markEach(operation, insert.documents, stored, result.acknowledged);
    noteEach(operation, insert, stored, result.acknowledged);
    const postError = await announceInserted(inserting, inserted, () =>
      toldOf(insert, stored, result.acknowledged),
    );
    inserting.notApplied(() => toldOf(insert, stored, result.notApplied));
    if (result.toError) throw result.toError(postError);
    if (postError) throw postError;
    return inserted;
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

/** New documents, locked by the operation, and their schemas. */
interface Insert<T extends object> {
  readonly documents: readonly T[];
  readonly schemas: readonly RootSchema[];
}

function assertEachOnce({ schema }: RepositoryContext, documents: readonly object[]): void {
  if (new Set(documents).size < documents.length) throw new DocumentAlreadyStoredError(schema.name);
}

/** Finds the schema of each document's own class. @throws what `schemaOfDocument` throws */
function schemasOf(repository: RepositoryContext, documents: readonly unknown[]): readonly RootSchema[] {
  const schemas = new Array<RootSchema>(documents.length);
  for (let index = 0; index < schemas.length; index++)
    schemas[index] = schemaOfDocument(repository, documents[index], 'insertMany');
  return schemas;
}

/** Locks new documents. Those that the repository did not build get their defaults. */
function takeNew<T extends object>(operation: Operation, documents: readonly T[]): Insert<T> {
  const { repository } = operation;
  const schemas = schemasOf(repository, documents);
  for (const document of documents) assertNew(repository, document);
  takeEach(operation, documents);
  for (let index = 0; index < documents.length; index++)
    prepare(operation, schemas[index] as RootSchema, documents[index] as object);
  return { documents, schemas };
}

/** Locks the documents that receivers of `preBulkInsert` have added to the list. */
function takeChanged<T extends object>(
  operation: Operation,
  before: Insert<T>,
  list: readonly T[],
): Insert<T> {
  const { repository } = operation;
  const documents = elementsOf(list);
  assertEachOnce(repository, documents);
  const known = new Set(before.documents);
  takeNew(
    operation,
    documents.filter((document) => !known.has(document)),
  );
  return { documents, schemas: schemasOf(repository, documents) };
}

/** @throws DocumentAlreadyStoredError for a document that occurs twice, and what `Operation.lock` throws */
function takeEach(operation: Operation, documents: readonly object[]): void {
  try {
    operation.lock(documents);
  } catch (error) {
    // Checked last: it needs a set of all documents.
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
  operation.held.restoreUnlessStored(schema, document);
  if (!operation.repository.memory.states.find(document)) applyDefaults(schema, document);
}

/**
 * Validates each document and encodes it at once: changes made while validators run are not inserted. No document keeps a new id if any is
 * invalid.
 * @returns the stored form of each
 * @throws ValidationError with the issues, up to the limit; paths begin with the index
 */
async function validateEach(
  operation: Operation,
  { documents, schemas }: Insert<object>,
): Promise<readonly Plain[]> {
  const { memory, schema: ofAll } = operation.repository;
  const stored = new Array<Plain>(documents.length);
  const issues = new Issues();
  for (let index = 0; index < stored.length && !issues.isFull; index++) {
    const schema = schemas[index] as RootSchema;
    const document = documents[index] as object;
    const taken = takeIds(schema, document, { states: memory.states });
    issues.addAll(taken.issues, (issue) => issueAt(index, issue));
    if (!taken.issues.isEmpty) continue;
    normaliseDocument(schema, document, undefined);
    const list = findWriteIssues({ memory, schema, document, snapshot: undefined }, operation.timeout);
    if (list.isEmpty) {
      operation.held.ensureId(schema, document);
      stored[index] = encodeDocument(schema, document, memory.undeclared);
    }
    if (list.answered) await list.answered;
    if (!list.isEmpty) issues.addAll(list.issues, (issue) => issueAt(index, issue));
  }
  if (!issues.isEmpty) throw new ValidationError(ofAll.name, issues.listed, issues.total);
  return stored;
}

/** Marks documents as stored. @returns the documents with these indices */
function markEach<T extends object>(
  { held }: Operation,
  documents: readonly T[],
  stored: readonly Plain[],
  indices: readonly number[],
): T[] {
  const marked = new Array<T>(indices.length);
  for (let place = 0; place < marked.length; place++) {
    const index = indices[place] as number;
    const document = documents[index] as T;
    const written = stored[index] as Plain;
    held.markStored(document, new ValueSnapshot(written));
    marked[place] = document;
  }
  return marked;
}

/** Notes the inserted documents for those that they refer to. */
function noteEach(
  operation: Operation,
  { schemas }: Insert<object>,
  stored: readonly Plain[],
  indices: readonly number[],
): void {
  if (!findFamilyDerived(operation.repository)) return;
  for (const index of indices)
    noteForParents(operation, schemas[index] as RootSchema, undefined, stored[index]);
}

/** @returns the error of receivers instead of throwing it, so that neither it nor the error of the insert hides the other */
async function announceInserted<T extends object>(
  inserting: Announcement<PostBulkInsertOf, T>,
  documents: readonly T[],
  told: () => Told,
): Promise<Error | undefined> {
  if (documents.length === 0) return undefined;
  try {
    await inserting.applied({ documents: Object.freeze([...documents]) }, told);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** The announcement for documents with these indices. */
function toldOf(
  { documents, schemas }: Insert<object>,
  stored: readonly Plain[],
  indices: readonly number[],
): Told {
  const written = indices.map((index) => {
    const snapshot = new ValueSnapshot(stored[index] as Plain);
    return { document: documents[index] as object, schema: schemas[index] as RootSchema, snapshot };
  });
  return { kind: 'insert', written, isOfMany: true };
}

/** The announcement if nothing was sent: the documents as they are now, as far as they can be stored. */
function plannedOf({ repository: { memory } }: Operation, insert: Insert<object>): Told {
  const stored = insert.documents.map((document, index) => {
    const schema = insert.schemas[index] as RootSchema;
    return storablePart({ memory, schema, document, snapshot: undefined }).stored;
  });
  return toldOf(insert, stored, [...stored.keys()]);
}
