import { ClientSession } from 'mongodb';
import type { Collection, Db, MongoClient } from 'mongodb';
import { Interruptions } from './interruptions.js';

/** The name of the connection where none is given. */
export const defaultConnection = 'default';

/** One connected client and its database. Injected by `@InjectConnection(name?)`. */
export class Connection {
  /** @internal What the outcome of a write is read off, beside its error. */
  readonly interruptions: Interruptions;

  constructor(
    /** The name given to `forRoot({ connection })`; `default` where none was. */
    readonly name: string,
    readonly client: MongoClient,
    readonly db: Db,
  ) {
    this.interruptions = new Interruptions(client);
  }

  /**
   * @internal The collection as the codec reads it: a Long stays what it is and does not become a number that it may not fit.
   */
  collection(name: string): Collection {
    return this.db.collection(name, {
      useBigInt64: true,
      promoteValues: true,
      promoteLongs: true,
      ignoreUndefined: false,
    });
  }

  /** @internal Whether a value is a session that this connection's client started, and that is not over. */
  isSession(value: unknown): value is ClientSession {
    if (!(value instanceof ClientSession) || value.hasEnded) return false;
    // Not among the driver's types, but the driver itself asks for it, only later.
    return (value as { readonly client?: unknown }).client === this.client;
  }

  async close(): Promise<void> {
    await this.client.close();
  }
}
