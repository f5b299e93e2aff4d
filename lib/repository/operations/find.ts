import type { FindOptions } from 'mongodb';
import type { Plain } from '../../codec/codec.js';
import type { Origin } from '../../lifecycle/payloads.js';
import { assertOptions } from '../assert-options.js';
import { restrictToClass } from '../concrete-schema.js';
import { hearsInit } from '../initialise.js';
import { loadHeard, loadSilently } from '../load-stored.js';
import { Operation } from '../operation.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';

/** A compiled query: everything in it is for the server. */
export interface Query {
  readonly filter: Plain;
  readonly sort?: ReadonlyMap<string, 1 | -1>;
  readonly skip?: number;
  readonly limit?: number;
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
    const stored = await cursor(operation, query).toArray();
    if (!hearsInit(operation, repository.schema)) return stored.map((each) => loadSilently(repository, each));
    const documents: object[] = [];
    for (const each of stored) documents.push(await loadHeard(operation, each));
    return documents;
  } finally {
    operation.end();
  }
}

/** Loads the documents of a query one after another while they arrive; leaving the loop closes the cursor. */
export async function* stream(
  repository: RepositoryContext,
  query: Query,
  options: OperationOptions,
  origin: Origin,
): AsyncGenerator<object, void, void> {
  const operation = new Operation(repository, origin, options);
  const reading = cursor(operation, query);
  try {
    const isHeard = hearsInit(operation, repository.schema);
    for await (const each of reading)
      yield isHeard ? await loadHeard(operation, each) : loadSilently(repository, each);
  } finally {
    operation.end();
    await reading.close();
  }
}

/** Counts the documents of a query, its skip and limit taken into account; loads none. */
export async function countQuery(
  repository: RepositoryContext,
  { filter, skip, limit }: Query,
  options: OperationOptions,
): Promise<number> {
  assertOptions(repository, options);
  return repository.collection.countDocuments(restrictToClass(repository.schema, filter), {
    session: options.session,
    ...(skip && { skip }),
    ...(limit && { limit }),
  });
}

/** Loads the first document of a query; null if there is none. */
export async function findFirst(
  repository: RepositoryContext,
  query: Query,
  options: OperationOptions,
  origin: Origin,
): Promise<object | null> {
  const [document = null] = await findAll(repository, { ...query, limit: 1 }, options, origin);
  return document;
}

/** The driver's cursor over the bytes of documents. */
interface ByteCursor extends AsyncIterable<Uint8Array> {
  toArray(): Promise<Uint8Array[]>;
  close(): Promise<void>;
}

export function cursor({ repository, session }: Operation, { filter, sort, skip, limit }: Query): ByteCursor {
  const findOptions: FindOptions = {
    session,
    raw: true,
    ...(sort && { sort: new Map(sort) }),
    ...(skip && { skip }),
    ...(limit && { limit }),
  };
  // With "raw" the driver hands out bytes, which its types do not say.
  return repository.collection.find(
    restrictToClass(repository.schema, filter),
    findOptions,
  ) as unknown as ByteCursor;
}
