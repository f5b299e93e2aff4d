import { createRequire } from 'node:module';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { MongoClient } from 'mongodb';
import {
  type Connection,
  DocumentsModule,
  getConnectionToken,
  getRepositoryToken,
  preSave,
  SignalBus,
} from 'nestjs-documents';
import type { DocumentRepository, DocumentsModuleOptions } from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { databaseUri } from '../../support/server.js';
import { KeptLog } from '../../support/world/nest-world.js';

const clients: MongoClient[] = [];
const newClient = (uri = databaseUri()): MongoClient => {
  const client = new MongoClient(uri);
  clients.push(client);
  return client;
};
afterEach(() => Promise.all(clients.splice(0).map((client) => client.close())));

const isConnected = async (client: MongoClient): Promise<boolean> =>
  (await errorOf(() => client.db('admin').command({ ping: 1 }))) === undefined;
const database = new URL(databaseUri()).pathname.slice(1);

const start = async (options: unknown, logger = new KeptLog()) => {
  const imports = [
    DocumentsModule.forRoot(options as DocumentsModuleOptions),
    DocumentsModule.forFeature([Person]),
  ];
  const app = (
    await Test.createTestingModule({ imports }).setLogger(logger).compile()
  ).createNestApplication();
  await app.init();
  const people = app.get<DocumentRepository<Person>>(getRepositoryToken(Person));
  return { app, people, connection: app.get<Connection>(getConnectionToken()) };
};
/** Makes and stores a person. */
const save = (people: DocumentRepository<Person>, name: string, options = {}) =>
  people.save(Object.assign(new Person(), { name }), options);

describe('DocumentsModule.forRoot({ client, database })', () => {
  test('uses the client, and does not close it', async () => {
    const client = await newClient().connect();
    const { app, people, connection } = await start({ client, database });
    const ada = await save(people, 'Ada');
    await app.close();

    expect(connection.client).toBe(client);
    expect(await client.db(database).collection('people').countDocuments({ name: 'Ada' })).toBe(1);
    expect((await errorOf(() => people.getById(ada.id))).code).toBe('SHUTTING_DOWN');
    await client.db(database).dropDatabase();
  });

  test('connects a client that is not connected yet, and does not close that either', async () => {
    const client = newClient();
    const { app, people } = await start({ client, database });
    expect(await people.count({})).toBe(0);
    await app.close();

    expect(await isConnected(client)).toBe(true);
  });

  test('waits for a client that is being connected', async () => {
    const client = newClient();
    const connecting = client.connect();
    const { app } = await start({ client, database });

    expect(await connecting).toBe(client);
    await app.close();
  });

  test('takes sessions that the client has started elsewhere', async () => {
    const client = await newClient().connect();
    const { app, people } = await start({ client, database });
    const sessions: unknown[] = [];
    app.get(SignalBus).connect(preSave, Person, ({ session }) => sessions.push(session));
    await client.withSession(async (session) => {
      await save(people, 'Bob', { session });
      expect(sessions).toEqual([session]);
    });
    await app.close();
    await client.db(database).dropDatabase();
  });

  test('waits for what is under way when the application ends', async () => {
    const client = await newClient().connect();
    const { app, people } = await start({ client, database });
    let ended: Promise<void> | undefined;
    app.get(SignalBus).connect(preSave, Person, async () => {
      ended = app.close();
      await new Promise(setImmediate);
    });
    await save(people, 'Cid');
    await ended;

    expect(await client.db(database).collection('people').countDocuments({ name: 'Cid' })).toBe(1);
    await client.db(database).dropDatabase();
  });

  test('leaves nothing on the client', async () => {
    const client = await newClient().connect();
    const { startSession } = client;
    const listeners = (): number =>
      client.listenerCount('serverDescriptionChanged') + client.listenerCount('connectionClosed');
    const before = listeners();
    const { app } = await start({ client, database });
    expect(listeners()).toBe(before + 2);
    await app.close();

    expect(listeners()).toBe(before);
    expect(client.startSession).not.toBe(undefined);
    expect(client.startSession.name).toBe(`bound ${startSession.name}`);
  });

  test('tries again with the same client, and leaves it open when it gives up', async () => {
    const client = newClient('mongodb://localhost:1/?serverSelectionTimeoutMS=10');
    const log = new KeptLog();
    const error = await errorOf(() => start({ client, database, retry: { attempts: 2, delay: 1 } }, log));

    expect(error).toMatchObject({ code: 'CONNECTION_FAILED', attempts: 2 });
    expect(log.warnings).toHaveLength(1);
  });

  test.each<[string, () => object, string]>([
    [
      'a connection string besides',
      () => ({ client: newClient(), database, uri: databaseUri() }),
      'It has a client, and a connection string for another one',
    ],
    [
      'clientOptions besides',
      () => ({ client: newClient(), database, clientOptions: {} }),
      'It has a client, and "clientOptions" for another one',
    ],
    ['no database', () => ({ client: newClient() }), 'It has a client but no database name'],
    [
      'a name for no database',
      () => ({ client: newClient(), database: 'a.b' }),
      'An option is missing or has',
    ],
    [
      'a client that does not wait for answers to writes',
      () => ({ client: newClient(`${databaseUri()}&w=0`), database }),
      'Its write concern is 0, and the server does not acknowledge such writes',
    ],
    ['something else', () => ({ client: {}, database }), 'Its client is not a MongoClient'],
    [
      'a client of another copy of the driver',
      () => ({ client: new (otherCopyOfTheDriver().MongoClient)(databaseUri()), database }),
      'Its client comes from another copy of the driver than the one that this package uses',
    ],
  ])('refuses %s', async (_, options, reason) => {
    expect(await errorOf(() => start(options()))).toMatchObject({
      code: 'CONNECTION_CONFIGURATION',
      reason: expect.stringContaining(reason),
    });
  });
});

describe('The log at the start', () => {
  class Lines extends KeptLog {
    readonly lines: unknown[] = [];
    override log(message?: unknown): void {
      if (String(message).startsWith('Connection')) this.lines.push(message);
    }
  }

  test('names the host and the database before the first attempt, once, and no credentials', async () => {
    const log = new Lines();
    const uri = 'mongodb://ada:s3cret@localhost:1/app?serverSelectionTimeoutMS=10';
    await errorOf(() => start({ uri, retry: { attempts: 2, delay: 1 } }, log));

    expect(log.lines).toEqual(['Connection "default": connecting to localhost:1, database "app"']);
  });
});

/** A second copy of the driver, beside the one that everybody imports. */
function otherCopyOfTheDriver(): { readonly MongoClient: typeof MongoClient } {
  const load = createRequire(import.meta.url);
  const cached = { ...load.cache };
  for (const file of Object.keys(load.cache))
    if (file.includes('/mongodb/')) Reflect.deleteProperty(load.cache, file);
  try {
    return load('mongodb') as { readonly MongoClient: typeof MongoClient };
  } finally {
    for (const file of Object.keys(load.cache)) Reflect.deleteProperty(load.cache, file);
    Object.assign(load.cache, cached);
  }
}
