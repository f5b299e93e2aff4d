import { Injectable } from '@nestjs/common';
import type { DynamicModule } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, test } from 'vitest';
import { MongoClient } from 'mongodb';
import {
  Connection,
  DocumentRepository,
  DocumentsModule,
  InjectConnection,
  InjectRepository,
  SignalBus,
  ShuttingDownError,
  UnknownConnectionError,
  getConnectionToken,
  getRepositoryToken,
  preSave,
} from 'nestjs-documents';
import { errorOf, silent } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { databaseUri } from '../../support/server.js';

/** Injected as applications do it. */
@Injectable()
class People {
  constructor(
    @InjectConnection() readonly main: Connection,
    @InjectConnection('archive') readonly archive: Connection,
    @InjectRepository(Person) readonly people: DocumentRepository<Person>,
    @InjectRepository(Person, 'archive') readonly archived: DocumentRepository<Person>,
  ) {}
}

const start = async (imports: DynamicModule[], providers: (new (...injected: never[]) => object)[] = []) =>
  (await Test.createTestingModule({ imports, providers }).setLogger(silent).compile())
    .createNestApplication()
    .init();
const databaseOf = (uri: string) => new URL(uri).pathname.slice(1);

/** An application with the same class on two connections. */
const startTwo = async () => {
  const uris = { main: databaseUri(), archive: databaseUri() };
  const app = await start(
    [
      DocumentsModule.forRoot({ uri: uris.main }),
      DocumentsModule.forRoot({ uri: uris.archive, connection: 'archive' }),
      DocumentsModule.forFeature([Person]),
      DocumentsModule.forFeature([Person], 'archive'),
    ],
    [People],
  );
  const injected = app.get(People);
  const close = async () => {
    await injected.main.db.dropDatabase();
    await injected.archive.db.dropDatabase();
    await app.close();
  };
  return { uris, injected, close, app };
};

describe('Connection', () => {
  test('is injected with its name, its client and its database', async () => {
    const { injected, uris, close } = await startTwo();
    expect(injected.main).toBeInstanceOf(Connection);
    expect([injected.main.name, injected.main.db.databaseName]).toEqual(['default', databaseOf(uris.main)]);
    expect(injected.main.client).toBeInstanceOf(MongoClient);
    await close();
  });

  test('is injected by its name', async () => {
    const { injected, uris, close } = await startTwo();
    expect([injected.archive.name, injected.archive.db.databaseName]).toEqual([
      'archive',
      databaseOf(uris.archive),
    ]);
    await close();
  });

  test('is found by its token, and the repositories by theirs', async () => {
    const { injected, app, close } = await startTwo();
    expect(app.get(getConnectionToken('archive'))).toBe(injected.archive);
    expect(app.get(getRepositoryToken(Person, 'archive'))).toBe(injected.archived);
    await close();
  });

  test('uses the database of database rather than that of the connection string', async () => {
    const uri = databaseUri();
    const app = await start([DocumentsModule.forRoot({ uri, database: `${databaseOf(uri)}_other` })]);
    expect(app.get<Connection>(getConnectionToken()).db.databaseName).toBe(`${databaseOf(uri)}_other`);
    await app.close();
  });

  test('hands clientOptions to the driver', async () => {
    const app = await start([
      DocumentsModule.forRoot({ uri: databaseUri(), clientOptions: { appName: 'spec', maxPoolSize: 3 } }),
    ]);
    const { client } = app.get<Connection>(getConnectionToken());
    expect([client.options.appName, client.options.maxPoolSize]).toEqual(['spec', 3]);
    await app.close();
  });

  test('takes its options from another provider with forRootAsync', async () => {
    const uri = databaseUri();
    const useFactory = async () => Promise.resolve({ uri });
    const app = await start([DocumentsModule.forRootAsync({ connection: 'later', useFactory })]);
    expect(app.get<Connection>(getConnectionToken('later')).db.databaseName).toBe(databaseOf(uri));
    await app.close();
  });

  describe('when one class is stored on two', () => {
    test('writes to the database of its own', async () => {
      const { injected, close } = await startTwo();
      const ada = await injected.archived.create({ name: 'Ada' });
      const found = await Promise.all(
        [injected.main, injected.archive].map(({ db }) =>
          db.collection('people').countDocuments({ _id: ada.id }),
        ),
      );
      expect(found).toEqual([0, 1]);
      await close();
    });

    test('takes a document of the other one for new, and inserts a copy', async () => {
      const { injected, close } = await startTwo();
      const ada = await injected.people.create({ name: 'Ada' });
      await injected.archived.save(ada);
      expect(await injected.archive.db.collection('people').findOne({ _id: ada.id })).toMatchObject({
        name: 'Ada',
      });
      expect(await injected.people.count({ id: ada.id })).toBe(1);
      await close();
    });

    test('remembers for each what is stored there', async () => {
      const { injected, close } = await startTwo();
      const ada = await injected.people.create({ name: 'Ada' });
      await injected.archived.save(ada);
      ada.age = 36;
      await injected.people.save(ada);
      await injected.archived.save(ada);
      const ages = await Promise.all(
        [injected.main, injected.archive].map(({ db }) => db.collection('people').findOne({ _id: ada.id })),
      );
      expect(ages.map((each) => each?.['age'])).toEqual([36, 36]);
      await close();
    });

    test('names itself in payloads', async () => {
      const { injected, app, close } = await startTwo();
      const names: string[] = [];
      app.get(SignalBus).connect(preSave, Person, ({ connection }) => names.push(connection));
      await injected.people.create({ name: 'Ada' });
      await injected.archived.create({ name: 'Ada' });
      expect(names).toEqual(['default', 'archive']);
      await close();
    });
  });

  test('that does not exist is an UnknownConnectionError that names those that do', async () => {
    const error = await errorOf(() =>
      start([
        DocumentsModule.forRoot({ uri: databaseUri(), connection: 'main' }),
        DocumentsModule.forFeature([Person], 'archive'),
      ]),
    );
    expect(error).toBeInstanceOf(UnknownConnectionError);
    expect(error).toMatchObject({ code: 'UNKNOWN_CONNECTION', connection: 'archive' });
    expect(error.message).toContain('main');
  });

  describe('when the application ends', () => {
    test('every client is closed', async () => {
      const { injected, close } = await startTwo();
      let closed = 0;
      for (const { client } of [injected.main, injected.archive]) client.on('topologyClosed', () => closed++);
      await close();
      expect(closed).toBe(2);
    });

    test('a repository that is still used fails, and does not connect again', async () => {
      const { injected, close } = await startTwo();
      await close();
      const error = await errorOf(() => injected.people.count({}));
      expect(error).toBeInstanceOf(ShuttingDownError);
      expect(error).toMatchObject({ code: 'SHUTTING_DOWN', outcome: 'notApplied' });
    });

    test('closing it before is no error', async () => {
      const { injected, app } = await startTwo();
      await injected.main.db.dropDatabase();
      await injected.archive.db.dropDatabase();
      await injected.main.close();
      expect(await errorOf(() => app.close())).toBeUndefined();
    });
  });
});
