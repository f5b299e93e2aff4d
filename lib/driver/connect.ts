import { setTimeout as delay } from 'node:timers/promises';
import { MongoNetworkError, MongoServerSelectionError } from 'mongodb';
import type { MongoClient } from 'mongodb';
import { propertyOf } from '../errors/read-safely.js';
import { clientSourceOf } from './client-source.js';
import { Connection } from './connection.js';
import { ConnectionConfigurationError, ConnectionFailedError } from './errors/connection-errors.js';
import { assertKnownOptions } from './connection-options.js';
import type { ConnectionOptions } from './connection-options.js';
import { explainConfiguration } from './errors/explain-configuration.js';
import type { OngoingWork } from './ongoing-work.js';
import { contextSourceOf } from './context-source.js';
import { schemaPolicyOf } from './schema-policy.js';
import { shutdownTimeoutOf } from './shutdown-timeout.js';
import { timeoutsOf } from './timeouts.js';
import { TransactionsNotSupportedError } from './errors/transactions-not-supported-error.js';

/** Receives reports on the progress of connecting. */
export interface ConnectReports {
  /** Called before the first attempt. Neither argument holds credentials. */
  readonly begin: (hosts: string, database: string) => void;
  /** Called after an attempt that failed and will be followed by another. */
  readonly retry: (attempt: number, wait: number) => void;
}

/**
 * Connects, trying again with growing delays while the network or the server is unavailable, until `abort` is aborted.
 * @param work the ongoing work of the application
 * @throws ConnectionConfigurationError at once if trying again cannot help, ConnectionFailedError after the last attempt
 */
export async function connect(
  name: string,
  options: ConnectionOptions,
  reports: ConnectReports,
  abort: AbortSignal,
  work?: OngoingWork,
): Promise<Connection> {
  if (typeof options === 'object' && (options as unknown) !== null) assertKnownOptions(name, options);
  const { attempts, first, maxDelay } = retryOf(name, options);
  const timeouts = timeoutsOf(name, options);
  const shutdownTimeout = shutdownTimeoutOf(name, options);
  const context = contextSourceOf(name, options);
  schemaPolicyOf(name, options);
  const { isOwn, next } = clientSourceOf(name, options);
  for (let attempt = 1; ; attempt++) {
    const client = next();
    const db = client.db(options.database);
    if (attempt === 1) reports.begin(hostsOf(client), db.databaseName);
    try {
      await connectUnlessAborted(client, isOwn, abort);
      const settings = { timeouts, shutdownTimeout, context, isOwn };
      const connection = new Connection(name, client, db, settings, work);
      if (options.transactions === 'required') await connection.assertTransactions();
      return connection;
    } catch (error) {
      if (isOwn) await client.close();
      abort.throwIfAborted();
      if (error instanceof TransactionsNotSupportedError) throw error;
      if (!isTemporary(error)) throw explainConfiguration(name, error);
      if (attempt >= attempts) throw new ConnectionFailedError(name, hostsOf(client), attempt, error);
    }
    const wait = Math.min(first * 2 ** (attempt - 1), maxDelay);
    reports.retry(attempt, wait);
    await delay(wait, undefined, { signal: abort });
  }
}

/** Connects a client. On abort, its own client is closed; the application's is only no longer waited for. */
async function connectUnlessAborted(client: MongoClient, isOwn: boolean, abort: AbortSignal): Promise<void> {
  const { promise: aborted, reject } = newRejection();
  const stop = (): void => {
    if (isOwn) void client.close();
    else reject(abort.reason);
  };
  abort.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([client.connect(), aborted]);
  } finally {
    abort.removeEventListener('abort', stop);
  }
}

function newRejection(): { readonly promise: Promise<never>; readonly reject: (reason: unknown) => void } {
  let reject: (reason: unknown) => void = () => undefined;
  const promise = new Promise<never>((_resolve, refuse) => {
    reject = refuse;
  });
  return { promise, reject };
}

/** A factory in plain JavaScript may return nothing, and numbers from an environment may be NaN. */
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
    'An option of "retry" is not a number, or is too small',
    'Pass at least 1 for "attempts", and at least 0 milliseconds for "delay" and "maxDelay"',
  );
}

function isTemporary(error: unknown): boolean {
  if (error instanceof MongoServerSelectionError || error instanceof MongoNetworkError) return true;
  if (propertyOf(error, 'name') === 'MongoWaitQueueTimeoutError') return true;
  return typeof propertyOf(error, 'syscall') === 'string';
}

function hostsOf(client: MongoClient): string {
  const { srvHost, hosts } = client.options;
  return srvHost ?? hosts.map((host) => host.toString()).join(', ');
}
