import type {
  ClientSession,
  Collection,
  Db,
  DeleteResult,
  InsertOneResult,
  RunCommandOptions,
  UpdateResult,
} from 'mongodb';
import type { CommandPart, DocumentCommands, FirstQuery } from './document-commands.js';
import { bytesOfDocuments, findFirstCommand, firstOf } from './find-first-command.js';
import { findOptions } from './find-options.js';
import { isRepeatableRead } from './repeatable-reads.js';

/** Commands that are sent once more where a connection is lost: by the driver's methods, and reads by those at the second time. */
export class RepeatedCommands implements DocumentCommands {
  readonly #db: Db;
  readonly #collection: Collection;
  readonly #isRepeatable: boolean;

  constructor(db: Db, collection: Collection, isRepeatable: boolean) {
    this.#db = db;
    this.#collection = collection;
    this.#isRepeatable = isRepeatable;
  }

  /** As a bare command, which takes a client a fifth less than the driver's method: decision 0039. */
  findFirst(query: FirstQuery, session: ClientSession | undefined): Promise<Buffer | null> {
    // In a transaction that is not this package's: what is right for it, the driver's methods know.
    if (session?.inTransaction()) return this.#findByMethod(query, session);
    const { collectionName, readConcern, readPreference } = this.#collection;
    const command = findFirstCommand(collectionName, query);
    if (readConcern) command['readConcern'] = readConcern;
    const options: RunCommandOptions = { session, fieldsAsRaw: bytesOfDocuments };
    if (readPreference) options.readPreference = readPreference;
    return this.#db.command(command, options).then(firstOf, (error: unknown) => {
      if (this.#isRepeatable && isRepeatableRead(error)) return this.#findByMethod(query, session);
      throw error;
    });
  }

  #findByMethod(query: FirstQuery, session: ClientSession | undefined): Promise<Buffer | null> {
    const finding: Promise<unknown> = this.#collection.findOne(query.filter, findOptions(query, session));
    return finding as Promise<Buffer | null>;
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
}
