import type { INestApplication, ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { Collection, Db } from 'mongodb';
import { DocumentsModule, SignalBus, getConnectionToken, getRepositoryToken } from 'nestjs-documents';
import type { Connection, DocumentRepository } from 'nestjs-documents';
import { Person } from '../integration-people.js';
import { databaseUri } from '../server.js';
import { CapturedLog } from './captured-log.js';

/** What must never be shown. */
export const secret = 'SECRET-4711';

/** An application with a unique index, whose log is kept. */
export interface SecretsWorld {
  readonly log: CapturedLog;
  readonly people: DocumentRepository<Person>;
  readonly collection: Collection;
  readonly db: Db;
  readonly bus: SignalBus;
  /** Starts another application, which is closed again. */
  start(metadata: ModuleMetadata): Promise<void>;
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
  const imports = [DocumentsModule.forRoot({ uri: databaseUri() }), DocumentsModule.forFeature([Person])];
  const app = await open({ imports });
  const people = app.get<DocumentRepository<Person>>(getRepositoryToken(Person));
  const { db } = app.get<Connection>(getConnectionToken());
  const collection = db.collection('people');
  await collection.createIndexes([{ key: { e_mail: 1 }, unique: true, sparse: true }]);
  return {
    log,
    people,
    collection,
    db,
    bus: app.get(SignalBus),
    async start(metadata) {
      await (await open(metadata)).close();
    },
    person: (values = {}) => people.create({ name: secret, nickname: secret, notes: { secret }, ...values }),
    async close() {
      await db.dropDatabase();
      await app.close();
    },
  };
}
