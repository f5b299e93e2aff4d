import { setTimeout as delay } from 'node:timers/promises';
import {
  MongoAPIError,
  MongoClient,
  MongoNetworkError,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb';
import type { MongoClientOptions, WriteConcern } from 'mongodb';
import { propertyOf } from '../errors/read-safely.js';
import { timeoutsOf } from './timeouts.js';
import { Connection } from './connection.js';
import { ConnectionConfigurationError, ConnectionFailedError } from './connection-errors.js';
import type { ConnectionOptions } from './connection-options.js';
import type { OngoingWork } from './ongoing-work.js';
import { shutdownTimeoutOf } from './shutdown-timeout.js';
import { TransactionsNotSupportedError } from './transaction-errors.js';

/** Milliseconds until a call gives up waiting for a connection of the pool. */
const defaultPoolWait = 10_000;

/** Told of each attempt that failed and will be followed by another. */
export type ReportRetry = (attempt: number, wait: number) => void;

/**
 * Connects, trying again with growing delays while the network or the server is not there, until `abort` says not to.
 * @param work what is under way in the application
 * @throws ConnectionConfigurationError at once where trying again cannot help, ConnectionFailedError after the last attempt
 */
export async function connect(
  name: string,
  options: ConnectionOptions,
  reportRetry: ReportRetry,
  abort: AbortSignal,
  work?: OngoingWork,
): Promise<Connection> {
  const { attempts, first, maxDelay } = retryOf(name, options);
  const timeouts = timeoutsOf(name, options);
  const shutdownTimeout = shutdownTimeoutOf(name, options);
  for (let attempt = 1; ; attempt++) {
    const client = newClient(name, options);
    const stop = (): void => void client.close();
    abort.addEventListener('abort', stop, { once: true });
    try {
      await client.connect();
      const db = client.db(options.dbName);
      const connection = new Connection(name, client, db, timeouts, work, shutdownTimeout);
      if (options.transactions === 'required') await connection.assertTransactions();
      return connection;
    } catch (error) {
      await client.close();
      if (error instanceof TransactionsNotSupportedError) throw error;
      if (!isTemporary(error)) throw configurationError(name, error);
      if (attempt >= attempts) throw new ConnectionFailedError(name, hostsOf(client), attempt, error);
    } finally {
      abort.removeEventListener('abort', stop);
    }
    const wait = Math.min(first * 2 ** (attempt - 1), maxDelay);
    reportRetry(attempt, wait);
    await delay(wait, undefined, { signal: abort });
  }
}

/** A factory in plain JavaScript may return nothing, and numbers from an environment may be none. */
function retryOf(
  name: string,
  options: ConnectionOptions | undefined,
): { readonly attempts: number; readonly first: number; readonly maxDelay: number } {
  const { attempts = 10, delay: first = 200, maxDelay = 5000 } = options?.retry ?? {};
  const isNumber = (value: unknown, least: number): boolean => typeof value === 'number' && value >= least;
  if (isNumber(attempts, 1) && isNumber(first, 0) && isNumber(maxDelay, 0))
    return { attempts, first, maxDelay };
  throw new ConnectionConfigurationError(
    name,
    'An option of "retry" is no number, or too small',
    'Give "attempts" from 1 on, "delay" and "maxDelay" from 0 on, in milliseconds',
  );
}

function newClient(name: string, options: ConnectionOptions | undefined): MongoClient {
  if (typeof options?.uri !== 'string' || options.uri === '') {
    throw new ConnectionConfigurationError(
      name,
      'It has no connection string',
      `Pass one: { uri: 'mongodb://localhost:27017/app' }`,
    );
  }
  try {
    const client = new MongoClient(options.uri, withBoundedWait(options));
    if (!options.dbName && !namesDatabase(options.uri)) {
      throw new ConnectionConfigurationError(
        name,
        'It names no database',
        'Put it into the connection string after the hosts, or into "dbName"',
      );
    }
    const { writeConcern } = client.options as { readonly writeConcern?: WriteConcern };
    if (writeConcern?.w === 0) {
      throw new ConnectionConfigurationError(
        name,
        'Its write concern is 0, and the server says nothing of such writes',
        'Use "w=1" or "w=majority": what a write has done must be known',
      );
    }
    // Says so at once, not after the server was reached, if that is no name for a database.
    client.db(options.dbName);
    return client;
  } catch (error) {
    throw error instanceof ConnectionConfigurationError ? error : configurationError(name, error);
  }
}

/** The driver by itself waits for ever for a connection of its pool. */
function withBoundedWait({ uri, clientOptions }: ConnectionOptions): MongoClientOptions {
  const name = 'waitqueuetimeoutms';
  const isGiven =
    Object.keys(clientOptions ?? {}).some((key) => key.toLowerCase() === name) ||
    new RegExp(`[?&]${name}=`, 'i').test(uri);
  return isGiven ? { ...clientOptions } : { ...clientOptions, waitQueueTimeoutMS: defaultPoolWait };
}

function namesDatabase(uri: string): boolean {
  return /^mongodb(?:\+srv)?:\/\/[^/?]+\/[^/?]+/.test(uri);
}

function isTemporary(error: unknown): boolean {
  if (error instanceof MongoServerSelectionError || error instanceof MongoNetworkError) return true;
  if (propertyOf(error, 'name') === 'MongoWaitQueueTimeoutError') return true;
  return typeof propertyOf(error, 'syscall') === 'string';
}

function configurationError(name: string, error: unknown): ConnectionConfigurationError {
  const [reason, remedy] = explain(error);
  return new ConnectionConfigurationError(name, reason, remedy, error);
}

/** Without the driver's own words, which may quote the connection string. */
function explain(error: unknown): [reason: string, remedy: string] {
  // By its name: the driver has one class for the options, and its parser another one for the connection string.
  if (propertyOf(error, 'name') === 'MongoParseError') {
    return [
      'The connection string or an option of it cannot be read',
      'Correct it: mongodb://host:port/database?option=value, special characters of a password percent-encoded',
    ];
  }
  if (error instanceof MongoServerError) {
    const isAuthentication = error.code === 18 || error.code === 8000;
    return [
      isAuthentication
        ? 'The server refused the credentials'
        : `The server refused the connection with code ${String(error.code)}`,
      isAuthentication ? 'Correct user, password and "authSource"' : 'See "cause"',
    ];
  }
  if (error instanceof MongoAPIError)
    return [
      'An option is missing or has a value that the driver does not take',
      'Correct "clientOptions" or the options of the connection string; "cause" names the option',
    ];
  return ['The driver refused it', 'See "cause"'];
}

function hostsOf(client: MongoClient): string {
  const { srvHost, hosts } = client.options;
  return srvHost ?? hosts.map((host) => host.toString()).join(', ');
}
