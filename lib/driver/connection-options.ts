import type { MongoClient, MongoClientOptions } from 'mongodb';
import { isShownName } from '../errors/shown-name.js';
import { ConnectionConfigurationError } from './errors/connection-errors.js';
import type { ContextSource } from './context-source.js';
import type { SchemaPolicy } from './schema-policy.js';
import type { TimeoutOptions } from './timeouts.js';

/** How often, and with which delays, to try to connect while the network or the server is unavailable. */
export interface ConnectionRetryOptions {
  /** Total number of attempts. Default 10. */
  readonly attempts?: number;
  /** Milliseconds before the second attempt; doubled each time. Default 200. */
  readonly delay?: number;
  /** The longest delay, in milliseconds. Default 5000. */
  readonly maxDelay?: number;
}

/** Options of every connection. */
export interface BaseConnectionOptions {
  readonly retry?: ConnectionRetryOptions;
  /** How long listeners and validators may hold up an operation, in milliseconds. For defaults see `TimeoutOptions`. */
  readonly timeouts?: TimeoutOptions;
  /**
   * How long the shutdown waits for operations, transactions and loops over documents, and for the server, in milliseconds; Infinity for no
   * limit. With several connections the longest time counts. Default 10 000.
   */
  readonly shutdownTimeout?: number;
  /**
   * The reaction to a write with the driver, inside a transaction but without its session, which a rollback would not undo: `warn` logs
   * each place in the code once. Default `warn`.
   */
  readonly commandsWithoutSession?: 'warn' | 'ignore';
  /** `required`: a server without transactions fails the start, not only the first transaction. Default `optional`. */
  readonly transactions?: 'required' | 'optional';
  /**
   * Gives the context of operations and transactions without one, for example from an AsyncLocalStorage of the request. Called at most once
   * for each, before anything is written, and only if they have receivers; its errors reach the caller. Default none.
   */
  readonly context?: ContextSource;
  /**
   * The treatment of the indexes, validators and options that the document classes declare, before anything uses the connection. Without it
   * nothing is compared, and one line of the log says so if something is declared.
   */
  readonly schema?: SchemaPolicy;
}

/** A connection with a client of its own. */
export interface UriConnectionOptions extends BaseConnectionOptions {
  /** A MongoDB connection string. */
  readonly uri: string;
  /** The database. Default the one that the connection string names. */
  readonly database?: string;
  /**
   * Options of the driver's MongoClient. Writes must be acknowledged: `w: 0` is refused. `waitQueueTimeoutMS`, how long a call waits for a
   * connection of the pool, is 10,000 unless they or the connection string set it; 0 means forever.
   */
  readonly clientOptions?: MongoClientOptions;
  readonly client?: undefined;
}

/** A connection with a client of the application, for example beside mongoose: `mongoose.connection.getClient()`. */
export interface ClientConnectionOptions extends BaseConnectionOptions {
  /**
   * The client. It is connected if needed, and never closed. Its own options stay: calls wait for a connection of its pool as long as its
   * `waitQueueTimeoutMS` says.
   */
  readonly client: MongoClient;
  /** The database. */
  readonly database: string;
}

/** The names of all options; the compiler reports a missing one. */
const optionNames: Readonly<Record<keyof UriConnectionOptions | keyof ClientConnectionOptions, true>> =
  Object.freeze({
    ...{ uri: true, client: true, database: true, clientOptions: true, retry: true, timeouts: true },
    ...{ shutdownTimeout: true, commandsWithoutSession: true, transactions: true, context: true },
    schema: true,
  });

/** Refuses options that do not exist: they would be ignored. @throws ConnectionConfigurationError */
export function assertKnownOptions(connection: string, options: object): void {
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(optionNames, name));
  if (unknown === undefined) return;
  throw new ConnectionConfigurationError(
    connection,
    `It has no option ${isShownName(unknown) ? `"${unknown}"` : 'of that name'}`,
    remedyFor(unknown),
  );
}

function remedyFor(unknown: string): string {
  if (unknown === 'dbName') return 'Write "database"';
  if (unknown === 'connection') return 'Name it beside useFactory: forRootAsync({ connection, useFactory })';
  if (unknown === 'url') return 'Write "uri"';
  return `Its options are ${Object.keys(optionNames).join(', ')}; options of the driver belong in "clientOptions"`;
}

/** The options of a connection: with a client of its own, or with the application's. */
export type ConnectionOptions = UriConnectionOptions | ClientConnectionOptions;
