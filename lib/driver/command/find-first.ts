import type { ClientSession, Collection, Document, RunCommandOptions } from 'mongodb';
import type { Connection } from '../connection.js';
import { findOptions } from './find-options.js';
import type { FirstQuery } from './find-options.js';
import { isRepeatableRead } from './repeatable-reads.js';

/** The documents of an answer are left as bytes. Not `raw`, with which the driver misreads what errors tell of the server. */
const bytesOfDocuments = Object.freeze({ firstBatch: true });

/** What a server answers, with the bytes of one document at most. */
export interface FirstAnswer {
  readonly cursor: { readonly firstBatch: readonly Buffer[] };
}

/** The bytes of the document in an answer; null if there is none. */
export function bytesOf({ cursor }: FirstAnswer): Buffer | null {
  return cursor.firstBatch[0] ?? null;
}

/**
 * Asks for one document by a bare command, which takes a client a fifth less than the driver's method, and by that method where a read is
 * to be sent again: docs/how-the-fast-paths-work.md. What is read in a transaction, and where, is said when that begins; and the driver repeats nothing in it.
 * @returns the answer, which is read by `bytesOf`: the server sends one, and keeps no cursor
 * @throws what the driver throws
 */
export function askForFirst(
  { db, client }: Connection,
  collection: Collection,
  query: FirstQuery,
  session: ClientSession | undefined,
): Promise<FirstAnswer> {
  const { collectionName, readConcern, readPreference } = collection;
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

function findCommand(collection: string, { filter, projection, sort, skip }: FirstQuery): Document {
  const command: Document = { find: collection, filter, limit: 1, singleBatch: true };
  if (projection) command['projection'] = projection;
  if (sort) command['sort'] = sort;
  if (skip) command['skip'] = skip;
  return command;
}

async function askByMethod(
  collection: Collection,
  query: FirstQuery,
  session: ClientSession | undefined,
): Promise<FirstAnswer> {
  const found: unknown = await collection.findOne(query.filter, findOptions(query, session));
  return { cursor: { firstBatch: found ? [found as Buffer] : [] } };
}
