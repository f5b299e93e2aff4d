import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  BulkWriteError,
  DeletedAt,
  Document,
  DuplicateKeyError,
  Field,
  Id,
  Version,
  inc,
  postUpdate,
  preDelete,
  preUpdate,
  updateElements,
} from 'nestjs-documents';
import type { BulkWritePart, DocumentRepository, PostUpdate, PostWrite, PreUpdate } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'items' })
class Item {
  @Id() id!: ObjectId;
  @Field({ required: true }) name!: string;
  @Field({ key: 'c' }) code?: string;
  @Field() count?: number;
  @Field(() => [Number]) marks?: number[];
  @Version() version!: number;
}

@Document({ collection: 'kept' })
class Kept {
  @Id() id!: ObjectId;
  @Field() name!: string;
  @DeletedAt() deletedAt?: Date;
}

describe('bulkWrite', () => {
  let world: IntegrationApp;
  let items: DocumentRepository<Item>;
  const stored = async () => {
    const all = await world.db.collection('items').find().sort({ name: 1 }).toArray();
    return all.map(({ name, count }) => [name as string, count as number | undefined]);
  };
  const mixed = (): BulkWritePart<Item>[] => [
    { insertOne: { document: { name: 'c' } } },
    { insertOne: { document: items.build({ name: 'd' }) } },
    { updateOne: { filter: { name: 'a' }, update: { count: inc(1) } } },
    { updateMany: { filter: { count: 1 }, update: { count: 5 } } },
    { deleteOne: { filter: { name: 'b' } } },
  ];

  beforeAll(async () => {
    world = await openApp([Item, Kept]);
    items = world.repository(Item);
    await world.db.collection('items').createIndex({ c: 1 }, { unique: true, sparse: true }, {});
  });
  beforeEach(async () => {
    for (const name of ['items', 'kept']) await world.db.collection(name).deleteMany({});
    await items.insertMany([
      { name: 'a', code: 'secret', count: 1, marks: [1, 2] },
      { name: 'b', count: 1 },
    ]);
  });
  afterAll(() => world.close());

  test('sends a command for each stretch of one kind, and counts', async () => {
    const parts = mixed();
    parts.push({ deleteMany: { filter: { name: 'nobody' } } });
    const commands = await world.commandsOf(async () => {
      const result = await items.bulkWrite(parts);
      expect(result).toMatchObject({
        ...{ insertedCount: 2, matchedCount: 2, modifiedCount: 2, deletedCount: 1 },
      });
      const ids = await world.db
        .collection('items')
        .find({ name: { $in: ['c', 'd'] } })
        .sort({ name: 1 })
        .toArray();
      expect([...result.insertedIds]).toEqual([
        [0, ids[0]!._id],
        [1, ids[1]!._id],
      ]);
    });
    expect(commands.map(({ name }) => name)).toEqual(['insert', 'update', 'delete', 'find']);
    expect(await stored()).toEqual([
      ['a', 2],
      ['c', undefined],
      ['d', undefined],
    ]);
  });

  test('sends one command of each kind without an order', async () => {
    const parts: BulkWritePart<Item>[] = [
      { deleteOne: { filter: { name: 'b' } } },
      { insertOne: { document: { name: 'c' } } },
      { deleteOne: { filter: { name: 'nobody' } } },
      { insertOne: { document: { name: 'd' } } },
    ];
    const commands = await world.commandsOf(() => items.bulkWrite(parts, { ordered: false }));
    expect(commands.map(({ name }) => name)).toEqual(['insert', 'delete']);
  });

  test('updates elements, and raises the version', async () => {
    await items.bulkWrite([
      { updateOne: { filter: { name: 'a' }, update: { marks: updateElements(2, 7) } } },
    ]);
    const a = await world.db.collection('items').findOne({ name: 'a' });
    expect([a?.['marks'], a?.['version']]).toEqual([[1, 7], 2]);
  });

  test('sends the signals of each part, those before all writes first', async () => {
    using recorder = new SignalRecorder(world.bus);
    await items.bulkWrite([
      { updateMany: { filter: { count: 1 }, update: { count: 2 } } },
      { insertOne: { document: { name: 'c' } } },
    ]);
    expect(recorder.names).toEqual([
      ...['Item.preInit', 'Item.postInit', 'Item.preUpdate', 'Item.preSave', 'Item.preSavePostValidation'],
      ...['Item.postUpdate', 'Item.postSave', 'Item.postWrite'],
    ]);
    const { result, many, origin } = recorder.sent[5]?.payload as PostUpdate<Item>;
    expect([result, many, origin]).toEqual([{ matchedCount: 2, modifiedCount: 2 }, true, 'bulkWrite']);
    const { writes } = recorder.sent[7]?.payload as PostWrite<Item>;
    expect(writes.map(({ kind, count }) => [kind, count])).toEqual([
      ['update', 2],
      ['insert', 1],
    ]);
  });

  test('gives each update that is heard its own counts, in a command of its own', async () => {
    const heard: unknown[] = [];
    const receiver = ({ result }: PostUpdate<Item>) => heard.push(result.matchedCount);
    const commands = await world.commandsOf(() =>
      withReceiver(world.bus, { signal: postUpdate, sender: Item, receiver }, () =>
        items.bulkWrite([
          { updateMany: { filter: { count: 1 }, update: { count: 2 } } },
          { updateOne: { filter: { count: 7 }, update: { count: 2 } } },
        ]),
      ),
    );
    expect(heard).toEqual([2, 0]);
    expect(commands.map(({ name }) => name)).toEqual(['update', 'update']);
  });

  test('sends what receivers of preUpdate change', async () => {
    const receiver = ({ update }: PreUpdate<Item>) => {
      update.set('count', 9);
    };
    await withReceiver(world.bus, { signal: preUpdate, sender: Item, receiver }, () =>
      items.bulkWrite([{ updateOne: { filter: { name: 'a' }, update: { count: 2 } } }]),
    );
    expect(await stored()).toEqual([
      ['a', 9],
      ['b', 1],
    ]);
  });

  test('a veto of one part means that nothing is sent', async () => {
    const veto = new Error('no');
    const receiver = () => {
      throw veto;
    };
    const commands = await world.commandsOf(async () => {
      const error = await withReceiver(world.bus, { signal: preUpdate, sender: Item, receiver }, () =>
        errorOf(() =>
          items.bulkWrite([
            { insertOne: { document: { name: 'c' } } },
            { updateOne: { filter: { name: 'a' }, update: { count: 2 } } },
          ]),
        ),
      );
      expect(error).toBe(veto);
    });
    expect(commands).toEqual([]);
  });

  test.each<[string, unknown, object]>([
    ['no list', {}, { code: 'VALIDATION_FAILED', issues: [{ path: '' }] }],
    ['an unknown kind', [{ upsertOne: {} }], { code: 'VALIDATION_FAILED', issues: [{ path: '0' }] }],
    [
      'two kinds in one part',
      [{ insertOne: { document: {} }, deleteOne: { filter: {} } }],
      { code: 'VALIDATION_FAILED', issues: [{ path: '0' }] },
    ],
    [
      'a part without its fields',
      [{ deleteOne: {} }],
      { code: 'VALIDATION_FAILED', issues: [{ path: '0' }] },
    ],
    ['an empty filter', [{ deleteMany: { filter: {} } }], { code: 'EMPTY_FILTER' }],
    ['an undefined filter', [{ deleteMany: { filter: undefined } }], { code: 'INVALID_FILTER' }],
    ['operators of the server', [{ deleteOne: { filter: { $where: '1' } } }], { code: 'UNKNOWN_PATH' }],
    [
      'an invalid update',
      [
        { insertOne: { document: { name: 'c' } } },
        { updateOne: { filter: { name: 'a' }, update: { count: 'x' } } },
      ],
      { code: 'VALIDATION_FAILED', issues: [{ path: '1.count', code: 'type' }] },
    ],
    [
      'an invalid document',
      [{ deleteOne: { filter: { name: 'a' } } }, { insertOne: { document: {} } }],
      { code: 'VALIDATION_FAILED', issues: [{ path: '1.name', code: 'required' }] },
    ],
  ])('refuses %s before anything is sent', async (_title, parts, expected) => {
    const commands = await world.commandsOf(async () => {
      expect(await errorOf(() => items.bulkWrite(parts as never))).toMatchObject(expected);
    });
    expect(commands).toEqual([]);
  });

  describe('a duplicate key in the middle', () => {
    const parts = (): BulkWritePart<Item>[] => [
      { insertOne: { document: { name: 'c' } } },
      { insertOne: { document: { name: 'd', code: 'secret' } } },
      { insertOne: { document: { name: 'e' } } },
      { updateOne: { filter: { name: 'b' }, update: { code: 'secret' } } },
      { deleteOne: { filter: { name: 'b' } } },
    ];

    test('ordered: those after it are not tried', async () => {
      const error = await errorOf(() => items.bulkWrite(parts()));
      expect(error).toBeInstanceOf(BulkWriteError);
      expect(error).toMatchObject({ applied: [0], failed: [1], notAttempted: [2, 3, 4] });
      expect(error.failures).toMatchObject([{ index: 1, error: expect.any(DuplicateKeyError) }]);
      expect((await stored()).map(([name]) => name)).toEqual(['a', 'b', 'c']);
    });

    test('unordered: all others are applied', async () => {
      const error = await errorOf(() => items.bulkWrite(parts(), { ordered: false }));
      expect(error).toMatchObject({ applied: [0, 2, 4], failed: [1, 3], notAttempted: [] });
      expect((await stored()).map(([name]) => name)).toEqual(['a', 'c', 'e']);
    });

    test('post signals are sent for what is applied only', async () => {
      using recorder = new SignalRecorder(world.bus);
      await errorOf(() => items.bulkWrite(parts()));
      expect(recorder.names.filter((name) => name.includes('.post') && name !== 'Item.postInit')).toEqual([
        'Item.postSave',
        'Item.postWrite',
      ]);
    });
  });

  describe('deletes with listeners', () => {
    test('are carried out one document after another, at their place', async () => {
      const heard: string[] = [];
      const receiver = ({ document }: { readonly document: Item }) => heard.push(document.name);
      const result = await withReceiver(world.bus, { signal: preDelete, sender: Item, receiver }, () =>
        items.bulkWrite([
          { insertOne: { document: { name: 'c', count: 1 } } },
          { deleteMany: { filter: { count: 1 } } },
          { insertOne: { document: { name: 'd', count: 1 } } },
        ]),
      );
      expect(heard).toEqual(['a', 'b', 'c']);
      expect(result).toMatchObject({ insertedCount: 2, deletedCount: 3 });
      expect((await stored()).map(([name]) => name)).toEqual(['d']);
    });

    test('a veto is the error of that part, and ordered parts after it are not tried', async () => {
      const veto = new Error('no');
      const receiver = () => {
        throw veto;
      };
      const error = await withReceiver(world.bus, { signal: preDelete, sender: Item, receiver }, () =>
        errorOf(() =>
          items.bulkWrite([
            { insertOne: { document: { name: 'c' } } },
            { deleteOne: { filter: { name: 'a' } } },
            { insertOne: { document: { name: 'd' } } },
          ]),
        ),
      );
      expect(error).toMatchObject({ applied: [0], failed: [1], notAttempted: [2] });
      expect(error.failures[0].error).toBe(veto);
    });

    test('documents of a class with @DeletedAt() are kept', async () => {
      const kept = world.repository(Kept);
      await kept.insertMany([{ name: 'x' }, { name: 'y' }]);
      expect(await kept.bulkWrite([{ deleteOne: { filter: { name: 'x' } } }])).toMatchObject({
        deletedCount: 1,
      });
      const all = await world.db.collection('kept').find().sort({ name: 1 }).toArray();
      expect(all.map((each) => each['deletedAt'] instanceof Date)).toEqual([true, false]);
    });
  });
});
