import { MongoClient } from 'mongodb';
import type { MongoClientOptions, WriteConcern } from 'mongodb';
import { propertyOf } from '../errors/read-safely.js';
import { ConnectionConfigurationError } from './errors/connection-errors.js';
import type { ConnectionOptions, UriConnectionOptions } from './connection-options.js';
import { explainConfiguration } from './errors/explain-configuration.js';

/** Milliseconds until a call stops waiting for a connection of the pool. */
const defaultPoolWait = 10_000;

/** Provides the client for each attempt to connect: a new one, or the application's. */
export interface ClientSource {
  /** Whether it is closed with the connection. */
  readonly isOwn: boolean;
  /** @throws ConnectionConfigurationError */
  readonly next: () => MongoClient;
}

/**
 * @throws ConnectionConfigurationError unless exactly one of `uri` and `client` is given, and the client belongs to this copy of the driver
 */
export function clientSourceOf(name: string, options: ConnectionOptions | undefined): ClientSource {
  if (options?.client === undefined) return { isOwn: true, next: () => newClient(name, options) };
  const { client, uri, clientOptions } = options as Readonly<Record<keyof UriConnectionOptions, unknown>>;
  if (uri !== undefined || clientOptions !== undefined) {
    throw new ConnectionConfigurationError(
      name,
      `It has a client, and ${uri === undefined ? '"clientOptions"' : 'a connection string'} for another one`,
      'Pass { client, database }, or { uri, clientOptions }',
    );
  }
  assertClient(name, client);
  if (typeof options.database !== 'string' || options.database === '') {
    throw new ConnectionConfigurationError(
      name,
      'It has a client but no database name',
      `Pass its name: { client, database: 'app' }`,
    );
  }
  assertUsable(name, client, options.database);
  return { isOwn: false, next: () => client };
}

function newClient(name: string, options: UriConnectionOptions | undefined): MongoClient {
  if (typeof options?.uri !== 'string' || options.uri === '') {
    throw new ConnectionConfigurationError(
      name,
      isGivenAsUndefined(options)
        ? 'Its "uri" is undefined, as when it comes from a variable of the environment that is not set'
        : 'It has no connection string',
      `Pass one: { uri: 'mongodb://localhost:27017/app' }`,
    );
  }
  try {
    const client = new MongoClient(options.uri, withBoundedWait(options));
    if (!options.database && !namesDatabase(options.uri)) {
      throw new ConnectionConfigurationError(
        name,
        'It has no database name',
        'Put it in the connection string after the hosts, or in "database"',
      );
    }
    assertUsable(name, client, options.database);
    return client;
  } catch (error) {
    throw error instanceof ConnectionConfigurationError ? error : explainConfiguration(name, error);
  }
}

function isGivenAsUndefined(options: { readonly uri?: unknown } | undefined): boolean {
  return options !== undefined && 'uri' in options && options.uri === undefined;
}

/** Another copy of the driver has its own sessions and errors, which are unknown here. */
function assertClient(name: string, client: unknown): asserts client is MongoClient {
  if (client instanceof MongoClient) return;
  const isOfOther = typeof propertyOf(client, 'startSession') === 'function';
  throw new ConnectionConfigurationError(
    name,
    isOfOther
      ? 'Its client comes from another copy of the driver than the one that this package uses'
      : 'Its client is not a MongoClient',
    isOfOther
      ? 'Install one version of "mongodb" for both: "npm ls mongodb" shows the copies'
      : 'Pass a client of the driver, as mongoose.connection.getClient()',
  );
}

function assertUsable(name: string, client: MongoClient, database: string | undefined): void {
  const { writeConcern } = client.options as { readonly writeConcern?: WriteConcern };
  if (writeConcern?.w === 0) {
    throw new ConnectionConfigurationError(
      name,
      'Its write concern is 0, and the server does not acknowledge such writes',
      'Use "w=1" or "w=majority": the outcome of a write must be known',
    );
  }
  try {
    // Throws at once if the database name is invalid, not only once the server is reached.
    client.db(database);
  } catch (error) {
    throw explainConfiguration(name, error);
  }
}

/** By default the driver waits forever for a connection of its pool. */
function withBoundedWait({ uri, clientOptions }: UriConnectionOptions): MongoClientOptions {
  const name = 'waitqueuetimeoutms';
  const isGiven =
    Object.keys(clientOptions ?? {}).some((key) => key.toLowerCase() === name) ||
    new RegExp(`[?&]${name}=`, 'i').test(uri);
  return isGiven ? { ...clientOptions } : { ...clientOptions, waitQueueTimeoutMS: defaultPoolWait };
}

function namesDatabase(uri: string): boolean {
  return /^mongodb(?:\+srv)?:\/\/[^/?]+\/[^/?]+/.test(uri);
}
