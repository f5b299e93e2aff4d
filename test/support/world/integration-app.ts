import type { INestApplication, LoggerService, Provider } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { CommandStartedEvent, Db, Document as Stored } from 'mongodb';
import {
  type Connection,
  DocumentsModule,
  SignalBus,
  getConnectionToken,
  getRepositoryToken,
} from 'nestjs-documents';
import type { DocumentClass, DocumentRepository, UriConnectionOptions } from 'nestjs-documents';
import { databaseUri } from '../server.js';

/** A command that the driver sent to the server. */
export interface SentCommand {
  /** `insert`, `update`, `find` … */
  readonly name: string;
  readonly command: Stored;
}

/** A running Nest application on a database of its own. */
export interface IntegrationApp {
  readonly app: INestApplication;
  readonly bus: SignalBus;
  readonly connection: Connection;
  /** The driver's database, to write and read beside the repositories. */
  readonly db: Db;
  repository<T extends object>(documentClass: DocumentClass<T>): DocumentRepository<T>;
  /** Runs `work`, which may fail, and returns the commands that were sent meanwhile. */
  commandsOf(work: () => unknown): Promise<SentCommand[]>;
  /** Drops the database. */
  close(): Promise<void>;
}

export async function openApp(
  documents: DocumentClass[],
  providers: Provider[] = [],
  { uri = databaseUri(), clientOptions = {}, ...options }: Partial<UriConnectionOptions> = {},
): Promise<IntegrationApp> {
  const testing = await Test.createTestingModule({
    imports: [
      DocumentsModule.forRoot({
        ...options,
        uri,
        clientOptions: { monitorCommands: true, ...clientOptions },
      }),
      DocumentsModule.forFeature(documents),
    ],
    providers,
  }).compile();
  const app = await testing.createNestApplication({ logger: false }).init();
  const connection = app.get<Connection>(getConnectionToken());
  return {
    app,
    bus: app.get(SignalBus),
    connection,
    db: connection.db,
    repository: (documentClass) => app.get(getRepositoryToken(documentClass)),
    commandsOf: (work) => commandsOf(connection, work),
    async close() {
      await connection.db.dropDatabase();
      await app.close();
    },
  };
}

/** The error that a call throws or rejects with; undefined if it does not. */
export async function errorOf(work: () => unknown): Promise<any> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error;
  }
}

async function commandsOf({ client }: Connection, work: () => unknown): Promise<SentCommand[]> {
  const sent: SentCommand[] = [];
  const record = ({ commandName, command }: CommandStartedEvent): void => {
    sent.push({ name: commandName, command });
  };
  client.on('commandStarted', record);
  await errorOf(work);
  client.off('commandStarted', record);
  return sent;
}

/** A logger that says nothing. */
export const silent: LoggerService = { log: () => undefined, warn: () => undefined, error: () => undefined };
