import { afterEach, describe, expect, test } from 'vitest';
import { Injectable, Module, type INestApplicationContext, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { MongoClient } from 'mongodb';
import {
  DocumentsModule,
  getRepositoryToken,
  OnPostDelete,
  OnPreSave,
  postDelete,
  preSave,
  SignalBus,
} from 'nestjs-documents';
import type { DocumentRepository, PostDelete, PreSave } from 'nestjs-documents';
import { Person } from '../../sample-app/people/person.js';
import { databaseUri } from '../support/server.js';

@Injectable()
class CapitalsListener {
  readonly deleted: string[] = [];

  @OnPreSave(Person)
  writeInCapitals({ document }: PreSave<Person>) {
    document.name = document.name.toUpperCase();
  }

  @OnPostDelete(Person)
  note({ document }: PostDelete<Person>) {
    this.deleted.push(document.name);
  }
}

@Injectable()
class StarListener {
  readonly deleted: string[] = [];

  @OnPreSave(Person)
  addStar({ document }: PreSave<Person>) {
    document.name = `${document.name}*`;
  }

  @OnPostDelete(Person)
  note({ document }: PostDelete<Person>) {
    this.deleted.push(document.name);
  }
}

interface Application {
  readonly context: INestApplicationContext;
  readonly people: DocumentRepository<Person>;
}

const toClose: INestApplicationContext[] = [];
const toDrop = new Set<string>();

afterEach(async () => {
  for (const context of toClose.splice(0)) await context.close();
  for (const uri of toDrop) {
    const client = new MongoClient(uri);
    await client.db().dropDatabase();
    await client.close();
  }
  toDrop.clear();
});

async function start(listener: Type, uri: string): Promise<Application> {
  @Module({
    imports: [DocumentsModule.forRoot({ uri }), DocumentsModule.forFeature([Person])],
    providers: [listener],
  })
  class ApplicationModule {}
  const context = await NestFactory.createApplicationContext(ApplicationModule, {
    logger: false,
    abortOnError: false,
  });
  toClose.push(context);
  toDrop.add(uri);
  return { context, people: context.get(getRepositoryToken(Person)) };
}

async function storedNames(uri: string): Promise<string[]> {
  const client = new MongoClient(uri);
  const stored = await client.db().collection('people').find().sort({ _id: 1 }).toArray();
  await client.close();
  return stored.map((document) => document['name'] as string);
}

const saveNew = async ({ people }: Application, name: string) => people.create({ name });

describe('two applications in one process', () => {
  describe.each([
    ['with a database each', () => [databaseUri(), databaseUri()] as const],
    [
      'with one database',
      () => {
        const uri = databaseUri();
        return [uri, uri] as const;
      },
    ],
  ])('%s', (_case, urisOf) => {
    test('hear what is saved in their own application only', async () => {
      const [firstUri, secondUri] = urisOf();
      const first = await start(CapitalsListener, firstUri);
      const second = await start(StarListener, secondUri);

      await saveNew(first, 'ada');
      await saveNew(second, 'bob');

      const stored = new Set([...(await storedNames(firstUri)), ...(await storedNames(secondUri))]);
      expect(stored).toEqual(new Set(['ADA', 'bob*']));
    });

    test('hear what is deleted in their own application only', async () => {
      const [firstUri, secondUri] = urisOf();
      const first = await start(CapitalsListener, firstUri);
      const second = await start(StarListener, secondUri);

      await first.people.delete(await saveNew(first, 'ada'));

      expect(first.context.get(CapitalsListener).deleted).toEqual(['ADA']);
      expect(second.context.get(StarListener).deleted).toEqual([]);
    });

    test('have receivers of their own on a bus of their own', async () => {
      const [firstUri, secondUri] = urisOf();
      const first = await start(CapitalsListener, firstUri);
      const second = await start(StarListener, secondUri);

      const receivers = [first, second].map(({ context }) =>
        context.get(SignalBus).receiversOf(preSave, Person),
      );

      expect(receivers).toMatchObject([
        [{ name: 'CapitalsListener.writeInCapitals' }],
        [{ name: 'StarListener.addStar' }],
      ]);
    });

    test('go on when the other one closes', async () => {
      const [firstUri, secondUri] = urisOf();
      const first = await start(CapitalsListener, firstUri);
      const second = await start(StarListener, secondUri);

      await first.context.close();
      await saveNew(second, 'bob');

      expect(await storedNames(secondUri)).toEqual(['bob*']);
    });
  });

  describe('when a document goes from one to the other', () => {
    test('it is new there, and is inserted into a database that does not have it', async () => {
      const secondUri = databaseUri();
      const first = await start(CapitalsListener, databaseUri());
      const second = await start(StarListener, secondUri);
      const ada = await saveNew(first, 'ada');

      await second.people.save(ada);

      expect(await storedNames(secondUri)).toEqual(['ADA*']);
    });

    test('it is new there, and collides with itself in the same database', async () => {
      const uri = databaseUri();
      const first = await start(CapitalsListener, uri);
      const second = await start(StarListener, uri);
      const ada = await saveNew(first, 'ada');

      await expect(second.people.save(ada)).rejects.toMatchObject({ code: 'DUPLICATE_KEY' });
      expect(await storedNames(uri)).toEqual(['ADA']);
    });

    test('it was never stored there, and cannot be deleted', async () => {
      const uri = databaseUri();
      const first = await start(CapitalsListener, uri);
      const second = await start(StarListener, uri);
      const ada = await saveNew(first, 'ada');

      await expect(second.people.delete(ada)).rejects.toMatchObject({ code: 'DOCUMENT_NOT_STORED' });
      expect(await storedNames(uri)).toEqual(['ADA']);
    });

    test('it stays what it was in the first one', async () => {
      const first = await start(CapitalsListener, databaseUri());
      const second = await start(StarListener, databaseUri());
      const ada = await saveNew(first, 'ada');
      await second.people.save(ada);

      await second.people.delete(ada);

      expect(await first.people.delete(ada)).toBe(true);
    });
  });

  test('a receiver of one may save in the other', async () => {
    const uri = databaseUri();
    const first = await start(CapitalsListener, uri);
    const second = await start(StarListener, uri);
    const copy = ({ document }: { document: Person }) => saveNew(second, `copy of ${document.name}`);
    using _undo = first.context.get(SignalBus).connect(postDelete, Person, copy);

    await first.people.delete(await saveNew(first, 'ada'));

    expect(await storedNames(uri)).toEqual(['copy of ADA*']);
  });
});
