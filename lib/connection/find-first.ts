import type { ClientSession, Collection, Document, RunCommandOptions } from 'mongodb';
import type { Connection } from './connection.js';
import { findOptions } from './find-options.js';
import type { FirstQuery } from './find-options.js';
import { isRepeatableRead } from './repeatable-reads.js';

/** The documents of an answer are left as bytes. Not `raw`, with which the driver misreads what errors tell of the server. */
const bytesOfDocuments = Object.freeze({ firstBatch: true });

/**
 * Asks for one document by a bare command, which takes a client a fifth less than the driver's method, and by that method where a read is
 * to be sent again: decision 0039. What is read in a transaction, and where, is said when that begins; and the driver repeats nothing in it.
 * @returns the bytes of the document; null if there is none. The server sends it in one answer, and keeps no cursor.
 * @throws what the driver throws
 */
export function findFirstBytes(
  { db, client }: Connection,
  collection: Collection,
  query: FirstQuery,
  session: ClientSession | undefined,
): Promise<Buffer | null> {
  const { collectionName, readConcern, readPreference } = collection;
  const command = findCommand(collectionName, query);
  const options: RunCommandOptions = { session, fieldsAsRaw: bytesOfDocuments };
  if (session?.inTransaction()) return db.command(command, options).then(firstOf);
  if (readConcern) command['readConcern'] = readConcern;
  if (readPreference) options.readPreference = readPreference;
  return db.command(command, options).then(firstOf, (error: unknown) => {
    if (client.options.retryReads && isRepeatableRead(error)) return findByMethod(collection, query, session);
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

function firstOf(answer: Document): Buffer | null {
  const { cursor } = answer as { readonly cursor: { readonly firstBatch: readonly Buffer[] } };
  return cursor.firstBatch[0] ?? null;
}

function findByMethod(
  collection: Collection,
  query: FirstQuery,
  session: ClientSession | undefined,
): Promise<Buffer | null> {
  const finding: Promise<unknown> = collection.findOne(query.filter, findOptions(query, session));
  return finding as Promise<Buffer | null>;
}
