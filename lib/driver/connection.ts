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

/** The name of the connection if none is given. */
export const defaultConnection = 'default';

/** The settings of a connection. */
export interface ConnectionSettings {
  readonly timeouts?: Timeouts;
  readonly shutdownTimeout?: number;
  readonly context?: ContextSource | undefined;
  /** Whether the client is closed with the connection. Default true. */
  readonly isOwn?: boolean;
}

/** One connected client and its database. Injected by `@InjectConnection(name?)`. */
export class Connection {
  /** @internal Used to determine the outcome of a write, besides its error. */
  readonly interruptions: Interruptions;
  /** How long receivers may hold up an operation on this connection. */
  readonly timeouts: Timeouts;
  /** How long the shutdown waits for ongoing work, in milliseconds. */
  readonly shutdownTimeout: number;
  /** @internal Gives the context of operations without one. */
  readonly currentContext: ContextSource | undefined;
  readonly #isOwn: boolean;
  readonly #undo: (() => void)[] = [];
  #hasTransactions: Promise<boolean> | undefined;
  #isKnownToHaveTransactions = false;

  constructor(
    /** The name given to `forRoot({ connection })`, or `default`. */
    readonly name: string,
    readonly client: MongoClient,
    readonly db: Db,
    settings: ConnectionSettings = {},
    /** @internal The ongoing work of its application, on other connections too. */
    readonly work: OngoingWork = new OngoingWork(),
  ) {
    this.timeouts = settings.timeouts ?? timeoutsOf(name, undefined);
    this.shutdownTimeout = settings.shutdownTimeout ?? defaultShutdownTimeout;
    this.currentContext = settings.context;
    this.#isOwn = settings.isOwn ?? true;
    this.interruptions = new Interruptions(client);
  }

  /** @internal Opens the collection as the codec reads it: a Long is not converted to a number that could not represent it. */
  collection(name: string): Collection {
    return this.db.collection(name, {
      useBigInt64: true,
      promoteValues: true,
      promoteLongs: true,
      ignoreUndefined: false,
    });
  }

  /** @internal Whether a value is an open session that this connection's client started. */
  isSession(value: unknown): value is ClientSession {
    if (!(value instanceof ClientSession) || value.hasEnded) return false;
    // The driver's types leave it out, but the driver itself checks it, only later.
    return (value as { readonly client?: unknown }).client === this.client;
  }

  /** @internal Asks the server once, however many callers there are. @throws TransactionsNotSupportedError, or the driver's error */
  async assertTransactions(): Promise<void> {
    if (!(await this.hasTransactions())) throw new TransactionsNotSupportedError(this.name);
    this.#isKnownToHaveTransactions = true;
  }

  /** @internal Whether the server has transactions; it is asked once. @throws the driver's error */
  hasTransactions(): Promise<boolean> {
    return (this.#hasTransactions ??= this.#askForTransactions());
  }

  /** @internal Whether the server has confirmed transactions, so that it need not be asked. */
  get isKnownToHaveTransactions(): boolean {
    return this.#isKnownToHaveTransactions;
  }

  /** @internal Starts the timeout of one operation's receivers, or of notices outside of a transaction. */
  newTimeout(isInTransaction: boolean): OperationTimeout {
    const { receiver, operation } = isInTransaction ? this.timeouts.inTransaction : this.timeouts;
    return new OperationTimeout(receiver, operation);
  }

  /** @internal Registers a function that undoes a change of the client when the connection is closed. */
  atClose(undo: () => void): void {
    this.#undo.push(undo);
  }

  /**
   * Closes the client, unless it is the application's.
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

/**
 * Checks a server's self-description: replica set members and routers of sharded clusters support transactions, standalone servers do not.
 */
export function supportsTransactions(hello: { readonly setName?: unknown; readonly msg?: unknown }): boolean {
  return typeof hello.setName === 'string' || hello.msg === 'isdbgrid';
}
