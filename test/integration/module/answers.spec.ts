import { afterEach, describe, expect, test } from 'vitest';
import { Controller, Get } from '@nestjs/common';
import type { INestApplication } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { ObjectId } from 'mongodb';
import { DocumentRepository, DocumentsModule, InjectConnection, InjectRepository } from 'nestjs-documents';
import type { Connection, QuerySet } from 'nestjs-documents';
import { DocumentsExceptionFilter } from 'nestjs-documents/http';
import { databaseUri } from '../../support/server.js';
import { Applications, Person } from '../../support/world/nest-world.js';

const applications = new Applications();
afterEach(() => applications.close());

/** Nest 12 streams what can be iterated asynchronously; Nest 11 makes JSON of it. */
const streams = await import('@nestjs/core/router/streaming-body.js').then(
  () => true,
  () => false,
);

/** An id that is the same each time. */
const idOf = (index: number): ObjectId => new ObjectId(`64b00000000000000000000${index}`);

@Controller('people')
class PeopleController {
  constructor(
    @InjectRepository(Person) private readonly people: DocumentRepository<Person>,
    @InjectConnection() private readonly connection: Connection,
  ) {}

  @Get()
  all(): QuerySet<Person> {
    return this.people.find().sort({ id: 1 });
  }

  @Get('wrapped')
  wrapped(): object {
    return { people: this.people.find() };
  }

  /** Stores documents with their names; a number does not fit the class. */
  async store(...names: unknown[]): Promise<void> {
    const stored = names.map((name, index) => ({ _id: idOf(index), name }));
    await this.connection.db.collection('people').deleteMany({});
    if (stored.length > 0) await this.connection.db.collection('people').insertMany(stored);
  }
}

async function start(): Promise<{ app: INestApplication; url: string; people: PeopleController }> {
  const app = await applications.start({
    imports: [DocumentsModule.forRoot({ uri: databaseUri() }), DocumentsModule.forFeature([Person])],
    controllers: [PeopleController],
    providers: [{ provide: APP_FILTER, useClass: DocumentsExceptionFilter }],
  });
  await app.listen(0, '127.0.0.1');
  return { app, url: `${await app.getUrl()}/people`, people: app.get(PeopleController) };
}

describe.runIf(streams)('A query set that a handler returns, on Nest 12', () => {
  test('is streamed: a line of JSON for each document', async () => {
    const { url, people } = await start();
    await people.store('Ada', 'Bob');
    const answer = await fetch(url);

    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
    const lines = (await answer.text()).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { id: '64b000000000000000000000', name: 'Ada' },
      { id: '64b000000000000000000001', name: 'Bob' },
    ]);
  });

  test('is an empty answer where there is no document', async () => {
    const { url, people } = await start();
    await people.store();
    const answer = await fetch(url);

    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  test('is answered by the filter if the first document cannot be loaded', async () => {
    const { url, people } = await start();
    await people.store(1, 'Bob');
    const answer = await fetch(url);

    expect([answer.status, await answer.json()]).toEqual([
      500,
      { statusCode: 500, message: 'Internal server error' },
    ]);
  });

  test('ends the connection if a later document cannot be loaded', async () => {
    const { url, people } = await start();
    await people.store('Ada', 2);
    const answer = await fetch(url);

    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow('terminated');
  });
});

describe('A query set that becomes JSON', () => {
  test.each(streams ? ['/wrapped'] : ['', '/wrapped'])('is an INVALID_QUERY: %s', async (path) => {
    const { url, people } = await start();
    await people.store('Ada');
    const answer = await fetch(`${url}${path}`);

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: 'INVALID_QUERY' });
  });
});
