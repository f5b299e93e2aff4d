import type { ClientSession, Collection, Document, RunCommandOptions } from 'mongodb';
import type { Connection } from '../connection.js';
import { findOptions } from './find-options.js';
import type { FirstQuery } from './find-options.js';
import { isRepeatableRead } from './repeatable-reads.js';

/** Keeps the documents of an answer as bytes. Not `raw`, which makes the driver misread the server's errors. */
const bytesOfDocuments = Object.freeze({ firstBatch: true });

/** A server's answer, with the bytes of at most one document. */
export interface FirstAnswer {
  readonly cursor: { readonly firstBatch: readonly Buffer[] };
}

/** Reads the bytes of the document in an answer; null if it is empty. */
export function bytesOf({ cursor }: FirstAnswer): Buffer | null {
  return cursor.firstBatch[0] ?? null;
}

/**
 * Asks for one document by a bare command, which costs the client a fifth less than the driver's method; that method repeats a failed read:
 * docs/how-the-fast-paths-work.md. In a transaction its own options apply, and the driver repeats nothing.
 * @returns the answer, to be read by `bytesOf`; the server keeps no cursor
 * @throws what the driver throws
 */
export function askForFirst(
  { db, client }: Connection,
  collection: Collection,
  query: FirstQuery,
  session: ClientSession | undefined,
): Promise<FirstAnswer> {
  const { collectionName } = collection;
  const readConcern = query.server?.readConcern
    ? { level: query.server.readConcern }
    : collection.readConcern;
  const readPreference = query.server?.readPreference ?? collection.readPreference;
  const command = findCommand(collectionName, query);
  const options: RunCommandOptions = { session, fieldsAsRaw: bytesOfDocuments };
  const isInTransaction = session?.inTransaction() ?? false;
  if (readConcern && !isInTransaction) command['readConcern'] = readConcern;
  if (readPreference && !isInTransaction) options.readPreference = readPreference;
  const answering = db.command(command, options) as Promise<unknown> as Promise<FirstAnswer>;
  if (isInTransaction) return answering;
  return answering.catch((error: unknown) => {
    if (client.options.retryReads && isRepeatableRead(error)) return askByMethod(collection, query, session);
    throw error;
  });
}

function findCommand(collection: string, { filter, projection, sort, skip, server }: FirstQuery): Document {
  const command: Document = { find: collection, filter, limit: 1, singleBatch: true };
  if (projection) command['projection'] = projection;
  if (sort) command['sort'] = sort;
  if (skip) command['skip'] = skip;
  if (!server) return command;
  const { readConcern: _concern, readPreference: _preference, batchSize: _size, ...others } = server;
  return Object.assign(command, others);
}

async function askByMethod(
  collection: Collection,
  query: FirstQuery,
  session: ClientSession | undefined,
): Promise<FirstAnswer> {
  const found: unknown = await collection.findOne(query.filter, findOptions(query, session));
  return { cursor: { firstBatch: found ? [found as Buffer] : [] } };
}
