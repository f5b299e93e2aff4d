import type { ClientSession, Collection, DeleteResult, InsertOneResult, UpdateResult } from 'mongodb';
import type { CommandPart, DocumentCommands, FirstQuery } from './document-commands.js';
import { findOptions } from './find-options.js';

/** The driver's own methods, which send a command once more where a connection is lost. */
export class RepeatedCommands implements DocumentCommands {
  readonly #collection: Collection;

  constructor(collection: Collection) {
    this.#collection = collection;
  }

  findFirst(query: FirstQuery, session: ClientSession | undefined): Promise<Buffer | null> {
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
