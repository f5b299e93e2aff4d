import { askForFirst, bytesOf } from '../../driver/command/find-first.js';
import type { FirstAnswer } from '../../driver/command/find-first.js';
import { findOptions } from '../../driver/command/find-options.js';
import { ReadFailedError } from '../../driver/errors/read-errors.js';
import type { SignalOrigin } from '../../lifecycle/payloads.js';
import { defaultSelection } from '../../query/compile-selection.js';
import type { Selection } from '../../query/compile-selection.js';
import { announceLoaded } from './announce-loaded.js';
import { restrict } from '../concrete-schema.js';
import type { Condition } from '../concrete-schema.js';
import { load, loadEach } from './load-stored.js';
import type { Loading } from './load-stored.js';
import { Operation } from '../operation.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { LeftOut } from './unreadable.js';
import type { UnreadableDocuments } from './unreadable.js';

/** A compiled query, in the server's form. */
export interface Query extends Condition {
  readonly sort?: ReadonlyMap<string, 1 | -1>;
  readonly skip?: number;
  readonly limit?: number;
  /** The selected fields. Default all but those with `{ select: false }`. */
  readonly selection?: Selection | undefined;
  readonly isReadOnly?: boolean;
  /** The treatment of documents that do not fit their class. By default they fail the query. */
  readonly onUnreadable?: UnreadableDocuments;
  /** The number of documents that the server sends at a time. Default the server's. */
  readonly batchSize?: number;
}

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
    const reading = cursor(operation, query, selection);
    const stored = await operation.commands.read(() => reading.toArray());
    assertAllRead(operation, query, reading, stored.length);
    const leftOut = leftOutOf(repository, query);
    const documents: object[] = [];
    loadEach(operation, stored, loadingOf(query, selection), leftOut, documents);
    leftOut.end();
    operation.markLoaded(documents);
    await announceLoaded(operation, documents);
    return documents;
  } finally {
    await operation.end();
  }
}

/** Counts the documents of a query, skip and limit applied, without loading them. */
export async function countQuery(
  repository: RepositoryContext,
  query: Query,
  options: OperationOptions,
  origin: SignalOrigin,
): Promise<number> {
  const operation = new Operation(repository, origin, options);
  try {
    const { skip, limit } = query;
    const { session } = operation;
    const filter = restrict(repository, query);
    return await operation.commands.read(() =>
      repository.collection.countDocuments(filter, {
        session,
        ...(skip && { skip }),
        ...(limit && { limit }),
      }),
    );
  } finally {
    await operation.end();
  }
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
    const reply = bytesOf(await operation.commands.read(() => firstStored(operation, query, selection)));
    if (!reply) return null;
    const document = load(operation, reply, loadingOf(query, selection));
    operation.markLoaded([document]);
    await announceLoaded(operation, [document]);
    return document;
  } finally {
    await operation.end();
  }
}

export function selectionOf({ schema, family }: RepositoryContext, { selection }: Query): Selection {
  return selection ?? defaultSelection(schema, family);
}

export function loadingOf({ isReadOnly = false }: Query, { loaded }: Selection): Loading {
  return { loaded, isReadOnly };
}

/** Reads the answer that holds the first document of a query, if any matches. */
export function firstStored(
  { repository, session }: Operation,
  query: Query,
  { projection }: Selection,
): Promise<FirstAnswer> {
  const { connection, collection } = repository;
  const { sort, skip } = query;
  return askForFirst(
    connection,
    collection,
    { filter: restrict(repository, query), projection, sort, skip },
    session,
  );
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

/** The driver's cursor over the bytes of documents. */
export type ByteCursor = DriverCursor<Buffer>;

export function cursor(
  { repository, session }: Operation,
  query: Query,
  { projection }: Selection,
): ByteCursor {
  const { sort, skip } = query;
  const options = findOptions({ projection, sort, skip }, session);
  if (query.limit) options.limit = query.limit;
  if (query.batchSize) options.batchSize = query.batchSize;
  return repository.collection.find(restrict(repository, query), options) as unknown as ByteCursor;
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
