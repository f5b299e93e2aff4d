import { ObjectId, type Db, type Document } from 'mongodb';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { getConnectionToken } from 'nestjs-documents';
import type { Connection, DocumentsModuleOptions } from 'nestjs-documents';
import { AppModule } from '../../../sample-app/app.module.js';
import { databaseUri } from '../server.js';

/** A response of the sample app. */
export interface Answer {
  readonly status: number;
  /** Parsed, where it is JSON; as it was sent besides. */
  readonly body: any;
  readonly text: string;
}

/** The sample app, listening on a free port. */
export interface SampleApp {
  readonly app: INestApplication;
  /** The driver's. */
  readonly db: Db;
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** The id of a person that was created over HTTP. */
  createPerson(values: object, headers?: Record<string, string>): Promise<ObjectId>;
  /** Reads stored documents, ordered by id. */
  stored(collection: string, filter?: object): Promise<Document[]>;
  /** Removes what is stored and keeps the indexes. */
  clear(): Promise<void>;
  /** Drops the database and closes the app. */
  stop(): Promise<void>;
}

/** Starts it, by default on a database of its own. A body that is a string is sent as it is. */
export async function startSampleApp(
  options: DocumentsModuleOptions = { uri: databaseUri() },
): Promise<SampleApp> {
  const app = await NestFactory.create(AppModule.forRoot(options), { logger: false, abortOnError: false });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const { db } = app.get<Connection>(getConnectionToken());
  const sample: SampleApp = {
    app,
    db,
    async ask(method, path, body, headers = {}) {
      const response = await fetch(url + path, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') ?? false;
      return { status: response.status, body: isJson ? JSON.parse(text) : undefined, text };
    },
    async createPerson(values, headers) {
      const { status, body, text } = await sample.ask('POST', '/people', values, headers);
      if (status !== 201) throw new Error(`The person was not created: ${text}`);
      return new ObjectId(body.id as string);
    },
    stored: (collection, filter = {}) => db.collection(collection).find(filter).sort({ _id: 1 }).toArray(),
    async clear() {
      for (const { collectionName } of await db.collections())
        await db.collection(collectionName).deleteMany({});
    },
    async stop() {
      await db.dropDatabase();
      await app.close();
    },
  };
  return sample;
}
