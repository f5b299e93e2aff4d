import type { INestApplication, LoggerService, ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { TestingModuleBuilder } from '@nestjs/testing';
import { MongoClient, ObjectId } from 'mongodb';
import { onTestFinished } from 'vitest';
import {
  Document,
  DocumentsModule,
  Field,
  getConnectionToken,
  getRepositoryToken,
  Id,
} from 'nestjs-documents';
import type { Connection, DocumentClass, DocumentRepository } from 'nestjs-documents';
import { databaseUri } from '../server.js';

@Document({ collection: 'people' })
export class Person {
  @Id() id!: ObjectId;
  @Field() name!: string;
}

/** The database of all spec files of this process that import this. */
export const uri = databaseUri();

/** The first `imports` of an application. */
export const documents = [DocumentsModule.forRoot({ uri }), DocumentsModule.forFeature([Person])];

/** Keeps what is logged and prints nothing. */
export class KeptLog implements LoggerService {
  readonly warnings: unknown[] = [];
  readonly errors: unknown[] = [];
  log(): void {}
  warn(message: unknown): void {
    this.warnings.push(message);
  }
  error(message: unknown): void {
    this.errors.push(message);
  }
}

/** Starts applications, and closes those that are still running: `afterEach(() => applications.close())`. */
export class Applications {
  readonly #running = new Set<INestApplication>();

  /** @param change as `overrideProvider` or `setLogger` */
  async start(
    metadata: ModuleMetadata,
    change: (builder: TestingModuleBuilder) => TestingModuleBuilder = (builder) => builder,
  ): Promise<INestApplication> {
    const testingModule = await change(Test.createTestingModule(metadata).setLogger(new KeptLog())).compile();
    const app = testingModule.createNestApplication();
    await app.init();
    this.#running.add(app);
    return app;
  }

  /** Closes one of them, where a test is about that. */
  async stop(app: INestApplication): Promise<void> {
    this.#running.delete(app);
    await app.close();
  }

  async close(): Promise<void> {
    for (const app of this.#running) await this.stop(app);
  }
}

export function repositoryOf<T extends object>(
  app: { get(token: symbol): unknown },
  documentClass: DocumentClass<T>,
  connection?: string,
): DocumentRepository<T> {
  return app.get(getRepositoryToken(documentClass, connection)) as DocumentRepository<T>;
}

/** Saves a new person, by the name given. */
export async function savePerson(
  app: { get(token: symbol): unknown },
  name: string,
  context?: Readonly<Record<string, unknown>>,
): Promise<Person> {
  const people = repositoryOf(app, Person);
  return people.save(people.build({ name }), context ? { context } : {});
}

/** The stored document as the driver reads it. */
export function storedPerson(
  app: { get(token: string): unknown },
  id: ObjectId,
): Promise<Record<string, unknown> | null> {
  const connection = app.get(getConnectionToken()) as Connection;
  return connection.db.collection('people').findOne({ _id: id });
}

/** Counts the driver's clients from now on, of every application, until it is stopped or the test ends. */
export class ClientCount {
  readonly #connected = new Set<unknown>();
  readonly #closed = new Set<unknown>();
  readonly #restore: () => void;

  constructor() {
    const { connect, close } = MongoClient.prototype;
    const [connected, closed] = [this.#connected, this.#closed];
    MongoClient.prototype.connect = async function (this: MongoClient) {
      connected.add(this);
      return connect.call(this);
    };
    MongoClient.prototype.close = async function (this: MongoClient, ...options) {
      await close.apply(this, options);
      closed.add(this);
    };
    this.#restore = () => {
      Object.assign(MongoClient.prototype, { connect, close });
    };
    onTestFinished(this.#restore);
  }

  get connected(): number {
    return this.#connected.size;
  }

  /** Those that were connected and not closed. */
  get open(): number {
    return [...this.#connected].filter((client) => !this.#closed.has(client)).length;
  }

  stop(): void {
    this.#restore();
  }
}
