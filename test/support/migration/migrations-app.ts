import { Logger } from '@nestjs/common';
import type { Provider } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { ObjectId } from 'mongodb';
import type { CommandStartedEvent, Db, Document as Stored } from 'mongodb';
import {
  DocumentsModule,
  Document,
  Field,
  Id,
  getConnectionToken,
  getRepositoryToken,
} from 'nestjs-documents';
import type { Connection, DocumentRepository } from 'nestjs-documents';
import { Migrations, MigrationsModule } from 'nestjs-documents/migrations';
import type { MigrationsModuleOptions } from 'nestjs-documents/migrations';
import { newAppName } from '../fail-points.js';
import { databaseUri } from '../server.js';
import { AwaitedLog } from './awaited-log.js';

@Document({ collection: 'people' })
export class Person {
  @Id() id!: ObjectId;
  @Field() name!: string;
  @Field() status?: string;
}

/** An application with migrations, on a database of its own unless one is given. */
export interface MigrationsApp {
  readonly migrations: Migrations;
  readonly connection: Connection;
  readonly db: Db;
  readonly people: DocumentRepository<Person>;
  readonly log: AwaitedLog;
  /** The name by which the server knows its commands. */
  readonly appName: string;
  /** Runs `work` and returns the commands that were sent meanwhile. */
  commandsOf(work: () => Promise<unknown>): Promise<CommandStartedEvent[]>;
  /** The entries of the ledger, without times. */
  ledger(): Promise<Stored[]>;
  /** @param keep leaves the database for another application */
  close(keep?: 'keep'): Promise<void>;
}

export async function openMigrations(
  options: MigrationsModuleOptions,
  { uri = databaseUri(), providers = [] }: { uri?: string; providers?: Provider[] } = {},
): Promise<MigrationsApp> {
  const log = new AwaitedLog();
  const appName = newAppName();
  const testing = await Test.createTestingModule({
    imports: [
      DocumentsModule.forRoot({ uri, clientOptions: { monitorCommands: true, appName } }),
      DocumentsModule.forFeature([Person]),
      MigrationsModule.forRoot(options),
    ],
    providers,
  })
    .setLogger(log)
    .compile();
  const app = await testing.createNestApplication({ logger: log }).init();
  const connection = app.get<Connection>(getConnectionToken());
  const { db } = connection;
  return {
    migrations: app.get(Migrations),
    connection,
    appName,
    db,
    people: app.get(getRepositoryToken(Person)),
    log,
    async commandsOf(work) {
      const sent: CommandStartedEvent[] = [];
      const record = (event: CommandStartedEvent) => void sent.push(event);
      connection.client.on('commandStarted', record);
      await work();
      connection.client.off('commandStarted', record);
      return sent;
    },
    ledger: () =>
      db
        .collection('migrations')
        .find({}, { projection: { startedAt: 0, appliedAt: 0, failedAt: 0, duration: 0, checksum: 0 } })
        .sort({ _id: 1 })
        .toArray(),
    async close(keep) {
      if (!keep) await db.dropDatabase();
      await app.close();
      Logger.overrideLogger(true);
    },
  };
}
