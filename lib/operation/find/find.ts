import type { FindCursor } from 'mongodb';
import { askForFirst, bytesOf } from '../../driver/command/find-first.js';
import type { FirstAnswer } from '../../driver/command/find-first.js';
import { findOptions } from '../../driver/command/find-options.js';
import type { FindParts } from '../../driver/command/find-options.js';
import { ReadFailedError } from '../../driver/errors/read-errors.js';
import type { SignalOrigin } from '../../lifecycle/payloads.js';
import { defaultSelection } from '../../query/compile-selection.js';
import type { Selection } from '../../query/compile-selection.js';
import { nearNode } from '../../query/geo/near.js';
import { holdsOperator } from '../../query/holds-operator.js';
import { InvalidQueryError } from '../../query/query-errors.js';
import { restrict } from '../concrete-schema.js';
import { Operation } from '../operation.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { formOf } from './form.js';
import { countOptions, serverOptions } from './query.js';
import type { Query } from './query.js';
import { LeftOut } from './unreadable.js';

/** Loads all documents of a query. */
export async function findAll(
  repository: RepositoryContext,
  query: Query,
  options: OperationOptions,
  origin: SignalOrigin,
): Promise<object[]> {
  const operation = new Operation(repository, origin, options);
  try {
    const selection = selectionOf(repository, query);
    const stored = await readAll(operation, query, selection);
    return await loadAll(operation, query, selection, stored);
  } finally {
    await operation.end();
  }
}

/** Reads the bytes of all documents of a query. */
export async function readAll(operation: Operation, query: Query, selection: Selection): Promise<Buffer[]> {
  const reading = cursor(operation, query, selection);
  const stored = await operation.commands.read(() => reading.toArray());
  assertAllRead(operation, query, reading, stored.length);
  return stored;
}

/** Loads documents that were read together. */
export async function loadAll(
  operation: Operation,
  query: Query,
  selection: Selection,
  stored: readonly Buffer[],
): Promise<object[]> {
  const form = formOf(query, selection);
  const leftOut = leftOutOf(operation.repository, query);
  const documents: object[] = [];
  form.makeEach(operation, stored, leftOut, documents);
  leftOut.end();
  await form.announce(operation, documents);
  return documents;
}

/** @throws InvalidQueryError for a filter that sorts by distance, which the server does not count */
function assertCountable({ repository }: Operation, { filter }: Query): void {
  if (holdsOperator(filter, nearNode))
    throw new InvalidQueryError(
      repository.schema.name,
      'near(...) sorts by distance, and the server counts nothing that it sorts so',
      'Use withinCircle(...) where documents are counted, and for exists and numbered pages',
    );
}

/** Asks for the number of the documents of a query, skip and limit applied. @throws InvalidQueryError for `near(...)` */
export function countStored(operation: Operation, query: Query): Promise<number> {
  assertCountable(operation, query);
  const { repository } = operation;
  const { skip, limit } = query;
  const filter = restrict(repository, query);
  const counting = { ...countOptions(operation, query), ...(skip && { skip }), ...(limit && { limit }) };
  return operation.commands.read(() => repository.collection.countDocuments(filter, counting));
}

/** Loads the first document of a query; null if nothing matches. */
export async function findFirst(
  repository: RepositoryContext,
  query: Query,
  options: OperationOptions,
  origin: SignalOrigin,
): Promise<object | null> {
  const operation = new Operation(repository, origin, options);
  try {
    const selection = selectionOf(repository, query);
    const form = formOf(query, selection);
    const reply = bytesOf(await firstStored(operation, query, selection));
    if (!reply) return null;
    const document = form.make(operation, reply);
    await form.announce(operation, [document]);
    return document;
  } finally {
    await operation.end();
  }
}

export function selectionOf(
  { schema, family }: RepositoryContext,
  { selection }: Pick<Query, 'selection'>,
): Selection {
  return selection ?? defaultSelection(schema, family);
}

/** Reads the answer that holds the first document of a query, if any matches. */
export function firstStored(operation: Operation, query: Query, selection: Selection): Promise<FirstAnswer> {
  const { repository, session } = operation;
  const { connection, collection } = repository;
  const first = { filter: restrict(repository, query), ...findParts(operation, query, selection) };
  return operation.commands.read(() => askForFirst(connection, collection, first, session));
}

/** @throws InvalidQueryError for an option that a transaction does not allow */
function findParts(operation: Operation, query: Query, { projection }: Selection): FindParts {
  const { sort, skip } = query;
  return { projection, sort, skip, server: serverOptions(operation, query) };
}

/** The driver's cursor over stored values. */
export interface DriverCursor<S> {
  /** Whether it was closed before its end. */
  readonly killed: boolean;
  next(): Promise<S | null>;
  /** Returns what the last reply holds and was not read yet. */
  readBufferedDocuments(): S[];
  toArray(): Promise<S[]>;
  close(): Promise<void>;
}

/** Reads the documents that the server sent together; empty at the end. */
export async function nextBatch<S>(reading: DriverCursor<S>): Promise<S[]> {
  const first = await reading.next();
  return first === null ? [] : [first, ...reading.readBufferedDocuments()];
}

/** The driver's cursor over the bytes of documents. */
export type ByteCursor = DriverCursor<Buffer>;

/** The cursor of a query over bytes. @throws what `findCursor` throws */
function cursor(operation: Operation, query: Query, selection: Selection): ByteCursor {
  return findCursor(operation, query, selection) as unknown as ByteCursor;
}

/** The driver's cursor of a query. @throws InvalidQueryError for an option that a transaction does not allow */
export function findCursor(operation: Operation, query: Query, selection: Selection): FindCursor<unknown> {
  const { repository, session } = operation;
  const options = findOptions(findParts(operation, query, selection), session);
  if (query.limit) options.limit = query.limit;
  return repository.collection.find(restrict(repository, query), options);
}

/** The cursor of a query, or its error once the operation has ended. */
export async function openCursor(
  operation: Operation,
  query: Query,
  selection: Selection,
): Promise<ByteCursor> {
  try {
    return cursor(operation, query, selection);
  } catch (error) {
    await operation.end();
    throw error;
  }
}

/** Closes a cursor and ends the operation that reads it. */
export async function closeCursor(operation: Operation, reading: DriverCursor<unknown>): Promise<void> {
  try {
    await operation.attempt?.settle();
    await reading.close();
  } finally {
    await operation.end();
  }
}

/**
 * Checks that a cursor was read to its end: a cursor closed by others, for example with its client, ends without an error.
 * @param count the number of documents it has given
 * @throws ShuttingDownError, ReadFailedError
 */
export function assertAllRead(
  { repository }: Operation,
  { limit }: Pick<Query, 'limit'>,
  { killed }: DriverCursor<unknown>,
  count: number,
): void {
  const { connection, schema } = repository;
  // The driver itself closes it if the server would continue past the limit.
  if (!killed || (limit !== undefined && count >= limit)) return;
  connection.work.assertNotOver(schema.name);
  throw new ReadFailedError(schema.name, { code: undefined, name: undefined }, undefined);
}

export function leftOutOf({ schema, log }: RepositoryContext, { onUnreadable = 'throw' }: Query): LeftOut {
  return new LeftOut(onUnreadable, schema.name, log);
}
