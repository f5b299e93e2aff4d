import { Test } from '@nestjs/testing';
import { describe, expect, test } from 'vitest';
import { MongoClient } from 'mongodb';
import { inspect } from 'node:util';
import { ConnectionConfigurationError, DocumentsModule, DuplicateConnectionError } from 'nestjs-documents';
import type { ConnectionOptions, DocumentsModuleOptions } from 'nestjs-documents';
import { errorOf, silent } from '../../support/world/integration-app.js';
import { databaseUri } from '../../support/server.js';

/** Nobody listens there: a configuration that is wrong must be refused before the server is looked for. */
const closedPort = 'mongodb://user:s3cret@127.0.0.1:9';
const patient = { clientOptions: { serverSelectionTimeoutMS: 60_000 } };

const start = async (options: unknown) => {
  const imports = [DocumentsModule.forRoot(options as DocumentsModuleOptions)];
  const testing = await Test.createTestingModule({ imports }).setLogger(silent).compile();
  await testing.close();
};

/** Whether the server in use checks credentials. */
const refusesCredentials = await (async () => {
  const uri = new URL(databaseUri());
  uri.username = 'nobody';
  uri.password = 'wrong';
  const client = new MongoClient(uri.href);
  const error = await errorOf(() => client.connect());
  await client.close();
  return error?.code === 18;
})();

describe('DocumentsModule.forRoot', () => {
  describe('throws ConnectionConfigurationError at once for', () => {
    test.each<[string, unknown]>([
      ['no connection string', {}],
      ['undefined', { uri: undefined }],
      ['an empty string', { uri: '' }],
      ['a number', { uri: 27017 }],
      ['no scheme', { uri: 'localhost:27017/app' }],
      ['another scheme', { uri: 'http://user:s3cret@localhost/app' }],
      ['no host', { uri: 'mongodb:///app' }],
      ['credentials without a host', { uri: 'mongodb://user:s3cret@/app' }],
      ['an @ in the password', { uri: 'mongodb://user:s3cr@et@localhost/app' }],
      ['a / in the password', { uri: 'mongodb://user:s3cret/@localhost/app' }],
      ['a % in the password', { uri: 'mongodb://user:s3cret%zz@localhost/app' }],
      ['a port that is too great', { uri: 'mongodb://user:s3cret@localhost:99999/app' }],
      ['a port that is no number', { uri: 'mongodb://user:s3cret@localhost:s3cret/app' }],
      ['a port of mongodb+srv', { uri: 'mongodb+srv://user:s3cret@localhost:27017/app' }],
      ['an unknown option', { uri: `${closedPort}/app?nonsense=s3cret` }],
      ['an option without a value', { uri: `${closedPort}/app?replicaSet=` }],
      ['an option with a wrong value', { uri: `${closedPort}/app?readPreference=s3cret` }],
      ['an option that should be a number', { uri: `${closedPort}/app?maxPoolSize=s3cret` }],
      ['an unknown client option', { uri: `${closedPort}/app`, clientOptions: { nonsense: 's3cret' } }],
      ['a wrong client option', { uri: `${closedPort}/app`, clientOptions: { maxPoolSize: 's3cret' } }],
      ['no database name', { ...patient, uri: closedPort }],
      ['no database name before options', { ...patient, uri: `${closedPort}/?appName=x` }],
      ['an empty database and none in the connection string', { ...patient, uri: closedPort, database: '' }],
      ['a database with a dot', { ...patient, uri: `${closedPort}/app`, database: 'a.b' }],
      ['a database name with a dot', { ...patient, uri: `${closedPort}/a.b` }],
      ['attempts that are no number', { ...patient, uri: `${closedPort}/app`, retry: { attempts: NaN } }],
      ['no attempts', { ...patient, uri: `${closedPort}/app`, retry: { attempts: 0 } }],
      ['attempts as text', { ...patient, uri: `${closedPort}/app`, retry: { attempts: '3' } }],
      ['a negative delay', { ...patient, uri: `${closedPort}/app`, retry: { delay: -1 } }],
      ['a maxDelay that is no number', { ...patient, uri: `${closedPort}/app`, retry: { maxDelay: NaN } }],
      ...[
        { receiver: 0 },
        { operation: -1 },
        { inTransaction: { receiver: NaN } },
        { inTransaction: { operation: '5' } },
        { receiver: null },
      ].map((timeouts): [string, unknown] => [
        `the timeouts ${inspect(timeouts)}`,
        { ...patient, uri: `${closedPort}/app`, timeouts },
      ]),
    ])('%s, and has no credentials in it', async (_, options) => {
      const error = await errorOf(() => start(options));
      expect(error).toBeInstanceOf(ConnectionConfigurationError);
      expect(error).toMatchObject({ code: 'CONNECTION_CONFIGURATION', connection: 'default' });
      for (const text of [
        error.message,
        error.stack,
        inspect(error, { depth: Infinity }),
        JSON.stringify(error),
      ])
        expect(text).not.toMatch(/s3cr/);
    });

    test('a factory of forRootAsync that returns nothing', async () => {
      const useFactory = () => undefined as unknown as ConnectionOptions;
      const imports = [DocumentsModule.forRootAsync({ connection: 'later', useFactory })];
      const error = await errorOf(() => Test.createTestingModule({ imports }).setLogger(silent).compile());
      expect(error).toBeInstanceOf(ConnectionConfigurationError);
      expect(error.message).toContain('Connection "later"');
    });
  });

  test('tells the way to put it right', async () => {
    const error = await errorOf(() => start({ uri: 'mongodb://localhost' }));
    expect(error.reason).toBe('It has no database name');
    expect(error.remedy).toBe('Put it in the connection string after the hosts, or in "database"');
  });

  const known =
    'Its options are uri, client, database, clientOptions, retry, timeouts, shutdownTimeout, commandsWithoutSession, transactions, context, schema; options of the driver belong in "clientOptions"';

  test.each<[string, object, string, string]>([
    ['another name of "database"', { dbName: 'x' }, 'It has no option "dbName"', 'Write "database"'],
    ['another name of "uri"', { url: closedPort }, 'It has no option "url"', 'Write "uri"'],
    ['options of the driver', { maxPoolSize: 5 }, 'It has no option "maxPoolSize"', known],
    ['a name that may be data', { [closedPort]: 1 }, 'It has no option of that name', known],
    ['the name of a method of objects', { toString: 1 }, 'It has no option "toString"', known],
    [
      'an undefined connection string',
      { uri: undefined },
      'Its "uri" is undefined, as when it comes from a variable of the environment that is not set',
      "Pass one: { uri: 'mongodb://localhost:27017/app' }",
    ],
  ])('tells the way to put it right: %s', async (_, options, reason, remedy) => {
    const error = await errorOf(() => start({ uri: `${closedPort}/app`, ...options }));
    expect(error).toMatchObject({ code: 'CONNECTION_CONFIGURATION', reason, remedy });
  });

  test('tells the place of the name of a connection whose options are made by a factory', async () => {
    const useFactory = () => ({ uri: `${closedPort}/app`, connection: 'audit' });
    const imports = [DocumentsModule.forRootAsync({ useFactory })];
    const error = await errorOf(() => Test.createTestingModule({ imports }).setLogger(silent).compile());
    expect(error).toMatchObject({
      reason: 'It has no option "connection"',
      remedy: 'Name it beside useFactory: forRootAsync({ connection, useFactory })',
    });
  });

  const ifRefusing = refusesCredentials ? test : test.skip;
  ifRefusing('throws at once for wrong credentials (needs a server that checks credentials)', async () => {
    const uri = new URL(databaseUri());
    uri.username = 'nobody';
    uri.password = 's3cret';
    const error = await errorOf(() => start({ uri: uri.href }));
    expect(error).toBeInstanceOf(ConnectionConfigurationError);
    expect(error.reason).toBe('The server refused the credentials');
    expect(inspect(error, { depth: Infinity })).not.toContain('s3cret');
  });

  test('throws DuplicateConnectionError for two connections of one name', async () => {
    const imports = [databaseUri(), databaseUri()].map((uri) =>
      DocumentsModule.forRoot({ uri, connection: 'main' }),
    );
    const error = await errorOf(() => Test.createTestingModule({ imports }).setLogger(silent).compile());
    expect(error).toBeInstanceOf(DuplicateConnectionError);
    expect(error).toMatchObject({ code: 'DUPLICATE_CONNECTION', connection: 'main' });
  });
});
