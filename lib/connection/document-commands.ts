import type {
  ClientSession,
  Collection,
  Db,
  DeleteResult,
  Document,
  InsertOneResult,
  RunCommandOptions,
  UpdateResult,
} from 'mongodb';
import { findOptions } from './find-options.js';
import type { CommandPart, FirstQuery } from './first-query.js';
import { isRepeatableRead } from './repeatable-reads.js';

/** The documents of an answer are left as bytes. Not `raw`, with which the driver misreads what errors tell of the server. */
const bytesOfDocuments = Object.freeze({ firstBatch: true });

/** The commands that find or write one document of a collection. Each throws what the driver throws. */
export class DocumentCommands {
  readonly #db: Db;
  readonly #collection: Collection;
  readonly #repeatsReads: boolean;

  constructor(db: Db, collection: Collection, { repeatsReads }: { readonly repeatsReads: boolean }) {
    this.#db = db;
    this.#collection = collection;
    this.#repeatsReads = repeatsReads;
  }

  /**
   * Asks by a bare command, which takes a client a fifth less than the driver's method, and by that method where a read is to be sent
   * again: decision 0039. What is read in a transaction, and where, is said when that begins; and the driver repeats nothing in it.
   * @returns the bytes of the document; null if there is none. The server sends it in one answer, and keeps no cursor.
   */
  findFirst(query: FirstQuery, session: ClientSession | undefined): Promise<Buffer | null> {
    const { collectionName, readConcern, readPreference } = this.#collection;
    const command = findCommand(collectionName, query);
    const options: RunCommandOptions = { session, fieldsAsRaw: bytesOfDocuments };
    if (session?.inTransaction()) return this.#db.command(command, options).then(firstOf);
    if (readConcern) command['readConcern'] = readConcern;
    if (readPreference) options.readPreference = readPreference;
    return this.#db.command(command, options).then(firstOf, (error: unknown) => {
      if (this.#repeatsReads && isRepeatableRead(error)) return this.#findByMethod(query, session);
      throw error;
    });
  }

  insertOne(document: CommandPart, session: ClientSession | undefined): Promise<InsertOneResult> {
    return this.#collection.insertOne(document, { session });
  }

  updateOne(
    filter: CommandPart,
    update: CommandPart,
    session: ClientSession | undefined,
  ): Promise<UpdateResult> {
    return this.#collection.updateOne(filter, update, { session });
  }

  deleteOne(filter: CommandPart, session: ClientSession | undefined): Promise<DeleteResult> {
    return this.#collection.deleteOne(filter, { session });
  }

  #findByMethod(query: FirstQuery, session: ClientSession | undefined): Promise<Buffer | null> {
    const finding: Promise<unknown> = this.#collection.findOne(query.filter, findOptions(query, session));
    return finding as Promise<Buffer | null>;
  }
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
