import 'reflect-metadata';
import { afterEach, describe, expect, test } from 'vitest';
import { Injectable, Module } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import {
  Connection,
  Document,
  DocumentRepository,
  DocumentsModule,
  getConnectionToken,
  Field,
  Id,
  InjectConnection,
  InjectRepository,
  OnPostSave,
} from 'nestjs-documents';
import type { DocumentsOptionsFactory, PostSave } from 'nestjs-documents';
import {
  Applications,
  documents,
  Person,
  repositoryOf,
  savePerson,
  uri,
} from '../../support/world/nest-world.js';
import { databaseUri } from '../../support/server.js';

@Document({ collection: 'entries' })
class Entry {
  @Id() id!: ObjectId;
  @Field() text!: string;
}

const applications = new Applications();
afterEach(() => applications.close());

const databaseName = new URL(uri).pathname.slice(1);
const auditUri = databaseUri();

@Injectable()
class Settings implements DocumentsOptionsFactory {
  readonly uri = uri;
  createDocumentsOptions(connection: string) {
    return { uri: this.uri, clientOptions: { appName: connection } };
  }
}
@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

@Injectable()
class LateSettings implements DocumentsOptionsFactory {
  async createDocumentsOptions() {
    await new Promise(setImmediate);
    return { uri };
  }
}

describe('DocumentsModule', () => {
  test.each([
    ['forRoot', DocumentsModule.forRoot({ uri })],
    ['forRoot with database', DocumentsModule.forRoot({ uri: auditUri, database: databaseName })],
    [
      'forRootAsync with useFactory, inject and imports',
      DocumentsModule.forRootAsync({
        imports: [SettingsModule],
        inject: [Settings],
        useFactory: (settings: Settings) => ({ uri: settings.uri }),
      }),
    ],
    [
      'forRootAsync with an asynchronous useFactory',
      DocumentsModule.forRootAsync({ useFactory: () => Promise.resolve({ uri }) }),
    ],
    ['forRootAsync with useClass', DocumentsModule.forRootAsync({ useClass: Settings })],
    ['forRootAsync with an asynchronous useClass', DocumentsModule.forRootAsync({ useClass: LateSettings })],
    [
      'forRootAsync with useExisting',
      DocumentsModule.forRootAsync({ imports: [SettingsModule], useExisting: Settings }),
    ],
  ])('connects to the database of %s', async (_method, root) => {
    const app = await applications.start({ imports: [root, DocumentsModule.forFeature([Person])] });

    const { id } = await savePerson(app, 'Ada');

    const { db } = app.get<Connection>(getConnectionToken());
    expect(db.databaseName).toBe(databaseName);
    expect(await db.collection('people').findOne({ _id: id })).toEqual({ _id: id, name: 'Ada' });
  });

  test('tells the factory of the options which connection they are for', async () => {
    const app = await applications.start({
      imports: [DocumentsModule.forRootAsync({ useClass: Settings, connection: 'audit' })],
    });

    expect(app.get<Connection>(getConnectionToken('audit')).client.options.appName).toBe('audit');
  });

  test('hands the client options to the driver', async () => {
    const root = DocumentsModule.forRoot({ uri, clientOptions: { appName: 'people' } });

    const app = await applications.start({ imports: [root] });

    expect(app.get<Connection>(getConnectionToken()).client.options.appName).toBe('people');
  });
});

describe('@InjectConnection', () => {
  @Injectable()
  class Reports {
    constructor(
      @InjectConnection() readonly standard: Connection,
      @InjectConnection('audit') readonly audit: Connection,
    ) {}
  }

  test('injects the connections by their names, without an import in the feature module', async () => {
    @Module({ providers: [Reports] })
    class ReportsModule {}
    const app = await applications.start({
      imports: [
        DocumentsModule.forRoot({ uri }),
        DocumentsModule.forRoot({ uri: auditUri, connection: 'audit' }),
        ReportsModule,
      ],
    });

    const { standard, audit } = app.get(Reports);

    expect(standard).toBeInstanceOf(Connection);
    expect([standard.name, standard.db.databaseName]).toEqual(['default', databaseName]);
    expect([audit.name, audit.db.databaseName]).toEqual(['audit', new URL(auditUri).pathname.slice(1)]);
  });
});

describe('A named connection', () => {
  const imports = [
    ...documents,
    DocumentsModule.forRoot({ uri: auditUri, connection: 'audit' }),
    DocumentsModule.forFeature([Person, Entry], 'audit'),
  ];

  @Injectable()
  class Archive {
    constructor(
      @InjectRepository(Person) readonly people: DocumentRepository<Person>,
      @InjectRepository(Person, 'audit') readonly archived: DocumentRepository<Person>,
    ) {}
  }

  test('has repositories of its own for a class that both connections store', async () => {
    const app = await applications.start({ imports, providers: [Archive] });
    const { people, archived } = app.get(Archive);

    const ada = await people.create({ name: 'Ada' });
    const bob = await archived.create({ name: 'Bob' });

    const [standard, audit] = [
      app.get<Connection>(getConnectionToken()),
      app.get<Connection>(getConnectionToken('audit')),
    ].map(({ db }) => db.collection('people'));
    expect(await standard?.countDocuments({ _id: { $in: [ada.id, bob.id] } })).toBe(1);
    expect(await audit?.find().toArray()).toEqual([{ _id: bob.id, name: 'Bob' }]);
  });

  test('knows nothing of the documents of another connection', async () => {
    const app = await applications.start({ imports, providers: [Archive] });
    const { people, archived } = app.get(Archive);
    const ada = await people.create({ name: 'Ada' });

    await expect(archived.delete(ada)).rejects.toMatchObject({ code: 'DOCUMENT_NOT_STORED' });
  });

  test('stands in the payload of a listener, which hears every connection', async () => {
    const heard: string[] = [];
    @Injectable()
    class PersonListener {
      @OnPostSave(Person) hear({ connection, document }: PostSave<Person>) {
        heard.push(`${connection}: ${document.name}`);
      }
    }
    const app = await applications.start({ imports, providers: [Archive, PersonListener] });
    const { people, archived } = app.get(Archive);

    await people.create({ name: 'Ada' });
    await archived.create({ name: 'Bob' });

    expect(heard).toEqual(['default: Ada', 'audit: Bob']);
  });

  test('is enough for a listener whose class only it stores', async () => {
    const heard: string[] = [];
    @Injectable()
    class EntryListener {
      @OnPostSave(Entry) hear({ document }: PostSave<Entry>) {
        heard.push(document.text);
      }
    }
    const app = await applications.start({ imports, providers: [EntryListener] });
    const entries = repositoryOf(app, Entry, 'audit');

    await entries.create({ text: 'started' });

    expect(heard).toEqual(['started']);
  });
});
