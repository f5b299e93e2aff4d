import type { Document } from 'mongodb';
import type { FirstQuery } from './document-commands.js';

/** The documents of an answer are left as bytes. Not `raw`, with which the driver misreads what errors tell of the server. */
export const bytesOfDocuments = Object.freeze({ firstBatch: true });

/** The command that finds one document, for `Db.command`: the server keeps no cursor. */
export function findFirstCommand(
  collection: string,
  { filter, projection, sort, skip }: FirstQuery,
): Document {
  const command: Document = { find: collection, filter, limit: 1, singleBatch: true };
  if (projection) command['projection'] = projection;
  if (sort) command['sort'] = sort;
  if (skip) command['skip'] = skip;
  return command;
}

/** The bytes of the document that the answer has, with `bytesOfDocuments`; null if it has none. */
export function firstOf(answer: Document): Buffer | null {
  const { cursor } = answer as { readonly cursor: { readonly firstBatch: readonly Buffer[] } };
  return cursor.firstBatch[0] ?? null;
}
