import type { MongoClientOptions } from 'mongodb';
import type { BudgetOptions } from './budgets.js';

/** How often and how long a connection is tried while the network or the server is not there yet. */
export interface ConnectionRetryOptions {
  /** Attempts in all. Default 10. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt; doubled each time. Default 200. */
  readonly delay?: number;
  /** The longest delay, in milliseconds. Default 5000. */
  readonly maxDelay?: number;
}

/** Where and how to connect. */
export interface ConnectionOptions {
  /** A MongoDB connection string. */
  readonly uri: string;
  /** The database. Default the one that the connection string names. */
  readonly dbName?: string;
  /**
   * Options of the driver's MongoClient. `waitQueueTimeoutMS`, how long a call waits for a connection of the pool, is 10,000 where neither
   * they nor the connection string say otherwise; 0 is for ever. Writes must be acknowledged: `w: 0` is refused.
   */
  readonly clientOptions?: MongoClientOptions;
  readonly retry?: ConnectionRetryOptions;
  /** How long listeners may hold up an operation. */
  readonly budgets?: BudgetOptions;
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
}
