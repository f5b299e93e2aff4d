import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { LoggerService } from '@nestjs/common';
import { Logger } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import { DecodeError, Document, Field, Id, InvalidQueryError, postInit } from 'nestjs-documents';
import type { DocumentRepository, QuerySet, UnreadableDocuments } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'items' })
class Item {
  @Id() id!: ObjectId;
  @Field() name!: string;
  @Field() price?: number;
}

@Document({ collection: 'words' })
class Word {
  @Id() id!: string;
  @Field() length?: number;
}

class LevelsLog implements LoggerService {
  readonly errors: string[] = [];
  readonly debugLines: string[] = [];
  log(): void {}
  warn(): void {}
  debug(message: unknown): void {
    this.debugLines.push(String(message));
  }
  error(message: unknown): void {
    this.errors.push(String(message));
  }
}

/** The ways to read all documents of a query set; each returns the names. */
const readers: [string, (query: QuerySet<Item>) => Promise<string[]>][] = [
  ['toArray', async (query) => (await query.toArray()).map(({ name }) => name)],
  [
    'for await',
    async (query) => {
      const names: string[] = [];
      for await (const { name } of query) names.push(name);
      return names;
    },
  ],
];

describe('A query set that finds a document that does not fit', () => {
  let world: IntegrationApp;
  let items: DocumentRepository<Item>;
  const log = new LevelsLog();
  const odd = new ObjectId();
  const find = (choice?: UnreadableDocuments) => {
    const query = items.find({}).sort({ name: 1 });
    return choice ? query.onUnreadable(choice) : query;
  };
  const store = (documents: object[]) => world.db.collection('items').insertMany(documents);

  beforeAll(async () => {
    world = await openApp([Item, Word]);
    items = world.repository(Item);
    Logger.overrideLogger(log);
  });
  beforeEach(async () => {
    await world.db.collection('items').deleteMany({});
    await store([
      { name: 'a', price: 1 },
      { _id: odd, name: 'b', price: 'cheap' },
      { name: 'c', price: 3 },
    ]);
    log.errors.length = log.debugLines.length = 0;
  });
  afterAll(async () => {
    await world.close();
    Logger.overrideLogger(true);
  });

  test.each<[string, Parameters<typeof find>[0]]>([
    ['by default', undefined],
    ["with onUnreadable('throw')", 'throw'],
  ])('throws a DecodeError %s, which says of which document', async (_title, choice) => {
    for (const [, read] of readers) {
      const error = await errorOf(() => read(find(choice)));
      expect(error).toBeInstanceOf(DecodeError);
      expect(error).toMatchObject({
        documentName: 'Item',
        path: 'price',
        expected: 'number',
        found: 'string',
      });
      expect(error.documentId).toEqual(odd);
      expect(error.message).toContain(odd.toHexString());
    }
    expect(log.errors).toEqual([]);
  });

  describe.each([
    ['step by step, as somebody listens to postInit', true],
    ['silently', false],
  ])('and loads %s', (_how, isHeard) => {
    const seen: string[] = [];
    const reading = <R>(work: () => Promise<R>): Promise<R> => {
      seen.length = 0;
      const receiver = ({ document }: { document: Item }) => void seen.push(document.name);
      return isHeard ? withReceiver(world.bus, { signal: postInit, sender: Item, receiver }, work) : work();
    };

    test.each(readers)(
      "leaves it out of %s with onUnreadable('skip'), and tells nobody",
      async (_name, read) => {
        expect(await reading(() => read(find('skip')))).toEqual(['a', 'c']);
        expect(seen).toEqual(isHeard ? ['a', 'c'] : []);
        expect(log.errors).toEqual([]);
        expect(log.debugLines).toEqual([
          'Documents of Item that do not fit their class were left out of a query: 1',
        ]);
      },
    );

    test.each(readers)(
      "leaves it out of %s with onUnreadable('report'), and logs why",
      async (_name, read) => {
        expect(await reading(() => read(find('report')))).toEqual(['a', 'c']);
        expect(log.errors).toEqual([
          'Left out of a query: A stored Item cannot be loaded. price should be number, but string is stored. ' +
            `Correct the stored document with the id ${odd.toHexString()}, or declare the field with the stored type.`,
        ]);
        expect(log.debugLines).toEqual([]);
      },
    );

    test('gives the first one that can be loaded', async () => {
      const rest = find('skip').skip(1);
      expect((await reading(() => rest.first()))?.name).toBe('c');
      expect(await rest.limit(1).first()).toBeNull();
      expect(await errorOf(() => find().skip(1).first())).toBeInstanceOf(DecodeError);
    });

    test('loads the others so that they can be saved', async () => {
      const [, last] = await reading(() => find('skip').toArray());
      await items.save(Object.assign(last!, { price: 4 }));
      expect(await world.db.collection('items').findOne({ name: 'c' })).toMatchObject({ price: 4 });
    });
  });

  test.each(readers)('logs ten errors of %s, and how many more there are', async (_name, read) => {
    await store(Array.from({ length: 14 }, () => ({ name: 'x', price: null, _type: 'Nobody' })));
    expect(await read(find('report'))).toEqual(['a', 'c']);
    expect(log.errors).toHaveLength(11);
    expect(log.errors[1]).toContain('_type should be Item, but another name is stored');
    expect(log.errors[10]).toBe('Left out of a query: 5 more documents of Item that do not fit their class');
  });

  test('tells of a loop that is left before its end', async () => {
    for await (const { name } of find('report').skip(1)) if (name) break;
    expect(log.errors).toHaveLength(1);
  });

  test('counts it', async () => {
    expect(await find('skip').count()).toBe(3);
    expect((await find('skip').limit(2).toArray()).map(({ name }) => name)).toEqual(['a']);
  });

  test('shows no id that is a text', async () => {
    await world.db.collection('words').insertOne({ _id: 'secret' as never, length: 'six' });
    expect(await world.repository(Word).find({}).onUnreadable('report').toArray()).toEqual([]);
    expect(log.errors).toHaveLength(1);
    expect(log.errors[0]).not.toContain('secret');
  });

  test('leaves out nothing because of an error of a listener', async () => {
    const other = await errorOf(() => items.getById(odd));
    const receiver = () => {
      throw other;
    };
    const error = await errorOf(() =>
      withReceiver(world.bus, { signal: postInit, sender: Item, receiver }, () => find('skip').toArray()),
    );
    expect(error).toMatchObject({ code: 'POST_SIGNAL_FAILED', cause: other });
  });

  test('is as it was: onUnreadable gives another query set, and the last one counts', async () => {
    const query = find();
    query.onUnreadable('skip');
    expect(await errorOf(() => query.toArray())).toBeInstanceOf(DecodeError);
    expect(await errorOf(() => find('skip').onUnreadable('throw').toArray())).toBeInstanceOf(DecodeError);
    expect(await find('skip').select('name').toArray()).toHaveLength(3);
  });

  test.each(['ignore', undefined, true])('does not take %O', (choice) => {
    expect(() => items.find({}).onUnreadable(choice as never)).toThrow(InvalidQueryError);
  });
});
