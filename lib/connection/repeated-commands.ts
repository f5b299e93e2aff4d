import type {
  ClientSession,
  Collection,
  DeleteResult,
  FindOptions,
  InsertOneResult,
  UpdateResult,
} from 'mongodb';
import type { CommandPart, DocumentCommands, FirstQuery } from './document-commands.js';

/** The driver's own methods, which send a command once more where a connection is lost. */
export class RepeatedCommands implements DocumentCommands {
  readonly #collection: Collection;

  constructor(collection: Collection) {
    this.#collection = collection;
  }

  findFirst(
    { filter, projection, sort, skip }: FirstQuery,
    session: ClientSession | undefined,
  ): Promise<Buffer | null> {
    // Of what is asked for only, since every read makes them.
    const options: FindOptions = { session, raw: true };
    if (projection) options.projection = projection;
    if (sort) options.sort = new Map(sort);
    if (skip) options.skip = skip;
    // With "raw" the driver hands out bytes, which its types do not say.
    return this.#collection.findOne(filter, options) as Promise<unknown> as Promise<Buffer | null>;
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
