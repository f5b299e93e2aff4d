import { isPromise } from 'node:util/types';
import { askForFirst, bytesOf } from '../../connection/find-first.js';
import type { FirstAnswer } from '../../connection/find-first.js';
import { findOptions } from '../../connection/find-options.js';
import type { Origin } from '../../lifecycle/payloads.js';
import { defaultSelection } from '../../query/compile-selection.js';
import type { Selection } from '../../query/compile-selection.js';
import { schemaFamily } from '../../schema/schema-of.js';
import { restrict } from '../concrete-schema.js';
import type { Condition } from '../concrete-schema.js';
import { hearsInit } from '../initialise.js';
import { load, loadHeard, loadSilently } from '../load-stored.js';
import type { Loading } from '../load-stored.js';
import { Operation } from '../operation.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';

/** A compiled query: everything in it is for the server. */
export interface Query extends Condition {
  readonly sort?: ReadonlyMap<string, 1 | -1>;
  readonly skip?: number;
  readonly limit?: number;
  /** Default all fields but those with `{ select: false }`. */
  readonly selection?: Selection | undefined;
  readonly isReadOnly?: boolean;
}

/** Loads all documents of a query. */
export async function findAll(
  repository: RepositoryContext,
  query: Query,
  options: OperationOptions,
  origin: Origin,
): Promise<object[]> {
  const operation = new Operation(repository, origin, options);
  try {
    const selection = selectionOf(repository, query);
    const stored = await operation.read(() => cursor(operation, query, selection).toArray());
    const documents = await loadAll(operation, stored, loadingOf(query, selection));
    operation.markLoaded(documents);
    return documents;
  } finally {
    await operation.end();
  }
}

function loadAll(
  operation: Operation,
  stored: readonly Buffer[],
  loading: Loading,
): object[] | Promise<object[]> {
  const { repository } = operation;
  return hearsInit(repository, repository.schema)
    ? loadAllHeard(operation, stored, loading)
    : loadAllSilently(repository, stored, loading);
}

/** A loop without a function made for this call, whose compiled code would be lost with it: decision 0037. */
function loadAllSilently(
  repository: RepositoryContext,
  stored: readonly Buffer[],
  loading: Loading,
): object[] {
  const documents = new Array<object>(stored.length);
  for (let index = 0; index < documents.length; index++)
    documents[index] = loadSilently(repository, stored[index] as Buffer, loading);
  return documents;
}

async function loadAllHeard(
  operation: Operation,
  stored: readonly Buffer[],
  loading: Loading,
): Promise<object[]> {
  const documents: object[] = [];
  for (const each of stored) documents.push(await loadHeard(operation, each, loading));
  return documents;
}

/** Loads the documents of a query one after another while they arrive; leaving the loop closes the cursor. */
export async function* stream(
  repository: RepositoryContext,
  query: Query,
  options: OperationOptions,
  origin: Origin,
): AsyncGenerator<object, void, void> {
  const operation = new Operation(repository, origin, options);
  const selection = selectionOf(repository, query);
  const reading = cursor(operation, query, selection);
  try {
    const isHeard = hearsInit(repository, repository.schema);
    const loading = loadingOf(query, selection);
    for (;;) {
      const each = await operation.read(() => reading.next());
      if (!each) return;
      const document = isHeard
        ? await loadHeard(operation, each, loading)
        : loadSilently(repository, each, loading);
      operation.markLoaded([document]);
      yield document;
    }
  } finally {
    await operation.scope?.settle();
    await reading.close();
    await operation.end();
  }
}

/** Counts the documents of a query, its skip and limit taken into account; loads none. */
export async function countQuery(
  repository: RepositoryContext,
  query: Query,
  options: OperationOptions,
  origin: Origin,
): Promise<number> {
  const operation = new Operation(repository, origin, options);
  try {
    const { skip, limit } = query;
    const { session } = operation;
    const filter = restrict(repository.schema, query);
    return await operation.read(() =>
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

/**
 * Loads the first document of a query.
 * @param toQuery compiles it; what that throws, the promise is rejected with
 * @param ifNone what to return if there is none, or throws
 */
export async function findFirst<None>(
  repository: RepositoryContext,
  toQuery: () => Query,
  options: OperationOptions,
  origin: Origin,
  ifNone: () => None,
): Promise<object | None> {
  const query = toQuery();
  const operation = new Operation(repository, origin, options);
  try {
    const selection = selectionOf(repository, query);
    const reply = bytesOf(await operation.read(() => firstStored(operation, query, selection)));
    if (!reply) return ifNone();
    const loading = loadingOf(query, selection);
    const loaded = load(operation, reply, loading);
    const document = (isPromise(loaded) ? await loaded : loaded) as object;
    if (operation.scope) operation.markLoaded([document]);
    return document;
  } finally {
    const telling = operation.end();
    if (telling) await telling;
  }
}

function selectionOf({ schema }: RepositoryContext, { selection }: Query): Selection {
  return selection ?? defaultSelection(schema, schemaFamily(schema));
}

function loadingOf({ isReadOnly = false }: Query, { loaded }: Selection): Loading {
  return { loaded, isReadOnly };
}

/** An answer with the first document of a query, if there is one. */
export function firstStored(
  { repository, session }: Operation,
  query: Query,
  { projection }: Selection,
): Promise<FirstAnswer> {
  const { connection, collection, schema } = repository;
  const { sort, skip } = query;
  return askForFirst(
    connection,
    collection,
    { filter: restrict(schema, query), projection, sort, skip },
    session,
  );
}

/** The driver's cursor over the bytes of documents. */
interface ByteCursor {
  next(): Promise<Buffer | null>;
  toArray(): Promise<Buffer[]>;
  close(): Promise<void>;
}

function cursor({ repository, session }: Operation, query: Query, { projection }: Selection): ByteCursor {
  const { sort, skip } = query;
  const options = findOptions({ projection, sort, skip }, session);
  if (query.limit) options.limit = query.limit;
  return repository.collection.find(restrict(repository.schema, query), options) as unknown as ByteCursor;
}
