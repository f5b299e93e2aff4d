import { Logger } from '@nestjs/common';
import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { Collection, Db } from 'mongodb';
import {
  DocumentsModule,
  SignalBus,
  Transactions,
  getConnectionToken,
  getRepositoryToken,
} from 'nestjs-documents';
import type { Connection, DocumentClass, DocumentRepository, UriConnectionOptions } from 'nestjs-documents';
import { openApp } from '../world/integration-app.js';
import type { IntegrationApp } from '../world/integration-app.js';
import { Person } from '../world/integration-people.js';
import { databaseUri } from '../server.js';
import { CapturedLog } from './captured-log.js';

/** Text that must never be shown. */
export const secret = 'SECRET-4711';

/** An application with a unique index, whose log is kept. */
export interface SecretsWorld {
  readonly log: CapturedLog;
  readonly people: DocumentRepository<Person>;
  /** Repository on another connection. */
  readonly peopleElsewhere: DocumentRepository<Person>;
  readonly transactions: Transactions;
  readonly collection: Collection;
  readonly db: Db;
  readonly bus: SignalBus;
  /** Starts another application, which is closed again. */
  start(metadata: ModuleMetadata): Promise<void>;
  /** Runs `work` beside another application, which logs nothing and is closed then. */
  beside<R>(
    documents: DocumentClass[],
    options: Partial<UriConnectionOptions>,
    work: (app: IntegrationApp) => R | Promise<R>,
  ): Promise<R>;
  /** A new person with secret values. */
  person(values?: object): Promise<Person>;
  close(): Promise<void>;
}

export async function openSecretsWorld(): Promise<SecretsWorld> {
  const log = new CapturedLog();
  const open = async (metadata: ModuleMetadata): Promise<INestApplication> => {
    const testing = await Test.createTestingModule(metadata).setLogger(log).compile();
    return testing.createNestApplication({ logger: log }).init();
  };
  const imports = [
    DocumentsModule.forRoot({ uri: databaseUri() }),
    DocumentsModule.forFeature([Person]),
    DocumentsModule.forRoot({ uri: databaseUri(), connection: 'elsewhere' }),
    DocumentsModule.forFeature([Person], 'elsewhere'),
  ];
  const app = await open({ imports });
  const people = app.get<DocumentRepository<Person>>(getRepositoryToken(Person));
  const { db } = app.get<Connection>(getConnectionToken());
  const collection = db.collection('people');
  await collection.createIndexes([{ key: { e_mail: 1 }, unique: true, sparse: true }]);
  return {
    log,
    people,
    peopleElsewhere: app.get(getRepositoryToken(Person, 'elsewhere')),
    transactions: app.get(Transactions),
    collection,
    db,
    bus: app.get(SignalBus),
    async start(metadata) {
      await (await open(metadata)).close();
    },
    async beside(documents, options, work) {
      const other = await openApp(documents, [], options);
      try {
        return await work(other);
      } finally {
        await other.app.close();
        // It logs nothing.
        Logger.overrideLogger(log);
        // Whatever has become of its client.
        await (await openApp([], [], options.uri ? { uri: options.uri } : {})).close();
        Logger.overrideLogger(log);
      }
    },
    person: async (values = {}) =>
      people.build({ name: secret, nickname: secret, notes: { secret }, ...values }),
    async close() {
      await db.dropDatabase();
      await app.close();
      Logger.overrideLogger(true);
    },
  };
}
