import type { MongoClient, MongoClientOptions } from 'mongodb';
import type { ContextSource } from './context-source.js';
import type { TimeoutOptions } from './timeouts.js';

/** How often and how long a connection is tried while the network or the server is not there yet. */
export interface ConnectionRetryOptions {
  /** Attempts in all. Default 10. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt; doubled each time. Default 200. */
  readonly delay?: number;
  /** The longest delay, in milliseconds. Default 5000. */
  readonly maxDelay?: number;
}

/** Options of every connection. */
export interface BaseConnectionOptions {
  readonly retry?: ConnectionRetryOptions;
  /** How long listeners and validators may hold up an operation, in milliseconds. Defaults at `TimeoutOptions`. */
  readonly timeouts?: TimeoutOptions;
  /**
   * How long the end of the application waits for operations, transactions and loops over documents that are under way, and for the
   * server, in milliseconds; Infinity for as long as it takes. Of several connections the longest counts. Default 10 000.
   */
  readonly shutdownTimeout?: number;
  /**
   * What is done about a method of the driver that writes, is called in a transaction and is not given its session, so that a rollback
   * leaves what it has written: `warn` logs each place in the code once. Default `warn`.
   */
  readonly commandsWithoutSession?: 'warn' | 'ignore';
  /** `required`: a server without transactions is an error at the start, and not only where one is begun. Default `optional`. */
  readonly transactions?: 'required' | 'optional';
  /**
   * Gives the context of operations and transactions that are given none, as from an AsyncLocalStorage of the request. Asked once for
   * each, at once, if anybody will hear of it, and before anything is written; what it throws is the caller's error. Default none.
   */
  readonly context?: ContextSource;
}

/** A connection with a client of its own. */
export interface UriConnectionOptions extends BaseConnectionOptions {
  /** A MongoDB connection string. */
  readonly uri: string;
  /** The database. Default the one that the connection string names. */
  readonly database?: string;
  /**
   * Options of the driver's MongoClient. `waitQueueTimeoutMS`, how long a call waits for a connection of the pool, is 10,000 where neither
   * they nor the connection string say otherwise; 0 is for ever. Writes must be acknowledged: `w: 0` is refused.
   */
  readonly clientOptions?: MongoClientOptions;
  readonly client?: undefined;
}

/** A connection with a client that the application has, as beside mongoose: `mongoose.connection.getClient()`. */
export interface ClientConnectionOptions extends BaseConnectionOptions {
  /**
   * The client. It is connected if it is not yet, and never closed. What it was made with stays, so calls wait for a connection of its pool
   * as long as its own `waitQueueTimeoutMS` says.
   */
  readonly client: MongoClient;
  /** The database. */
  readonly database: string;
  readonly uri?: undefined;
  readonly clientOptions?: undefined;
}

/** Where and how to connect. */
export type ConnectionOptions = UriConnectionOptions | ClientConnectionOptions;
