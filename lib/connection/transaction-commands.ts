import { MongoServerError } from 'mongodb';
import type { ClientSession, Db, Document } from 'mongodb';
import type { CommandPart, DocumentCommands, FirstQuery } from './document-commands.js';
import { bytesOfDocuments, findFirstCommand, firstOf } from './find-first-command.js';

/**
 * Commands of a transaction, of which the driver repeats none, sent without what its methods do to repeat them: that takes a sixth of the
 * time of a client in a short transaction.
 */
export class TransactionCommands implements DocumentCommands {
  readonly #db: Db;
  readonly #collection: string;

  constructor(db: Db, collection: string) {
    this.#db = db;
    this.#collection = collection;
  }

  findFirst(query: FirstQuery, session: ClientSession | undefined): Promise<Buffer | null> {
    const command = findFirstCommand(this.#collection, query);
    return this.#db.command(command, { session, fieldsAsRaw: bytesOfDocuments }).then(firstOf);
  }

  insertOne(document: CommandPart, session: ClientSession | undefined): Promise<unknown> {
    const documents = [document];
    return this.#db.command({ insert: this.#collection, documents }, { session }).then(countOf);
  }

  updateOne(
    filter: CommandPart,
    update: CommandPart,
    session: ClientSession | undefined,
  ): Promise<{ readonly matchedCount: number }> {
    const updates = [{ q: filter, u: update }];
    return this.#db.command({ update: this.#collection, updates }, { session }).then(matchedOf);
  }

  deleteOne(
    filter: CommandPart,
    session: ClientSession | undefined,
  ): Promise<{ readonly deletedCount: number }> {
    const deletes = [{ q: filter, limit: 1 }];
    return this.#db.command({ delete: this.#collection, deletes }, { session }).then(deletedOf);
  }
}

function matchedOf(reply: Document): { readonly matchedCount: number } {
  return { matchedCount: countOf(reply) };
}

function deletedOf(reply: Document): { readonly deletedCount: number } {
  return { deletedCount: countOf(reply) };
}

/**
 * How many documents a command has found, or inserted. That one is refused does not make its command fail, but stands in the answer.
 * @throws MongoServerError, which the driver makes of the answer too
 */
function countOf(reply: Document): number {
  const { n, writeErrors } = reply as { readonly n: number; readonly writeErrors?: readonly Document[] };
  const refused = writeErrors?.[0];
  if (refused) throw new MongoServerError(refused);
  return n;
}
