import { ClientSession } from 'mongodb';
import type { Collection, Db, MongoClient } from 'mongodb';
import { OperationTimeout } from '../signal/timeout.js';
import { timeoutsOf } from './timeouts.js';
import type { Timeouts } from './timeouts.js';
import { closeClient } from './close-client.js';
import type { ContextSource } from './context-source.js';
import { Interruptions } from './interruptions.js';
import { OngoingWork } from './ongoing-work.js';
import { defaultShutdownTimeout } from './shutdown-timeout.js';
import { TransactionsNotSupportedError } from './errors/transactions-not-supported-error.js';

/** The name of the connection where none is given. */
export const defaultConnection = 'default';

/** How a connection behaves. */
export interface ConnectionSettings {
  readonly timeouts?: Timeouts;
  readonly shutdownTimeout?: number;
  readonly context?: ContextSource | undefined;
  /** Whether the client is closed with the connection. Default true. */
  readonly isOwn?: boolean;
}

/** One connected client and its database. Injected by `@InjectConnection(name?)`. */
export class Connection {
  /** @internal What the outcome of a write is read off, beside its error. */
  readonly interruptions: Interruptions;
  /** How long receivers may hold up an operation on this connection. */
  readonly timeouts: Timeouts;
  /** How long the end of the application waits for what is under way, in milliseconds. */
  readonly shutdownTimeout: number;
  /** @internal The context of what is given none. */
  readonly currentContext: ContextSource | undefined;
  readonly #isOwn: boolean;
  readonly #undo: (() => void)[] = [];
  #hasTransactions: Promise<boolean> | undefined;
  #isKnownToHaveTransactions = false;

  constructor(
    /** The name given to `forRoot({ connection })`; `default` where none was. */
    readonly name: string,
    readonly client: MongoClient,
    readonly db: Db,
    settings: ConnectionSettings = {},
    /** @internal What is under way in its application, on other connections too. */
    readonly work: OngoingWork = new OngoingWork(),
  ) {
    this.timeouts = settings.timeouts ?? timeoutsOf(name, undefined);
    this.shutdownTimeout = settings.shutdownTimeout ?? defaultShutdownTimeout;
    this.currentContext = settings.context;
    this.#isOwn = settings.isOwn ?? true;
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

  /** @internal The server is asked once, however many ask at the same time. @throws TransactionsNotSupportedError, or the driver's error */
  async assertTransactions(): Promise<void> {
    this.#hasTransactions ??= this.#askForTransactions();
    if (!(await this.#hasTransactions)) throw new TransactionsNotSupportedError(this.name);
    this.#isKnownToHaveTransactions = true;
  }

  /** @internal Whether the server has said so: then it is not to be asked. */
  get isKnownToHaveTransactions(): boolean {
    return this.#isKnownToHaveTransactions;
  }

  /** @internal The time that receivers have of one operation, or of what is told after it and belongs to no transaction any more. */
  newTimeout(isInTransaction: boolean): OperationTimeout {
    const { receiver, operation } = isInTransaction ? this.timeouts.inTransaction : this.timeouts;
    return new OperationTimeout(receiver, operation);
  }

  /** @internal Takes back what was done to the client, when the connection is closed. */
  atClose(undo: () => void): void {
    this.#undo.push(undo);
  }

  /**
   * Closes the client, unless it was given.
   * @param time how long the server may hold it up, in milliseconds; default `shutdownTimeout`
   */
  async close(time: number = this.shutdownTimeout): Promise<void> {
    this.interruptions.stop();
    for (const undo of this.#undo.splice(0)) undo();
    if (this.#isOwn) await closeClient(this.client, time);
  }

  async #askForTransactions(): Promise<boolean> {
    try {
      return supportsTransactions(await this.db.admin().command({ hello: 1 }));
    } catch (error) {
      this.#hasTransactions = undefined;
      throw error;
    }
  }
}

/** What a server says of itself: members of replica sets and the routers of sharded clusters have transactions, standalone ones have none. */
export function supportsTransactions(hello: { readonly setName?: unknown; readonly msg?: unknown }): boolean {
  return typeof hello.setName === 'string' || hello.msg === 'isdbgrid';
}
