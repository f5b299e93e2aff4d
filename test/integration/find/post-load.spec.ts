import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setImmediate } from 'node:timers/promises';
import { postInit, postLoad, PostSignalError, preDelete } from 'nestjs-documents';
import type { DocumentRepository, PostLoad, SignalSender } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Teacher } from '../../support/world/integration-people.js';

let world: IntegrationApp;
let people: DocumentRepository<Person>;
let teachers: DocumentRepository<Teacher>;
beforeAll(async () => {
  world = await openApp([Person, Teacher]);
  people = world.repository(Person);
  teachers = world.repository(Teacher);
});
afterAll(() => world.close());
beforeEach(async () => {
  const collection = world.db.collection('people');
  await collection.deleteMany({});
  await collection.insertMany([
    { name: 'Ada', _type: 'Person' },
    { name: 'Bob', _type: 'Teacher', subject: 'Latin' },
    { name: 'Cid', _type: 'Person' },
    { name: 'Dan', _type: 'Teacher', subject: 'Greek' },
  ]);
});

/** The names of each batch that a receiver of a class is given while `work` runs. */
async function batchesOf<T extends Person>(
  sender: SignalSender<T>,
  work: () => unknown,
  options: { readonly exact?: boolean } = {},
): Promise<string[][]> {
  const batches: string[][] = [];
  const receiver = ({ documents }: PostLoad<T>) => batches.push(documents.map(({ name }) => name).sort());
  await withReceiver(world.bus, { signal: postLoad, sender, receiver, ...options }, async () => work());
  return batches;
}

const everyone = ['Ada', 'Bob', 'Cid', 'Dan'];
const read = async (): Promise<void> => {
  for await (const { name } of people.find()) expect(everyone).toContain(name);
};

describe('postLoad', () => {
  test.each<[string, () => unknown, string[][]]>([
    ['toArray, with all documents', () => people.find({}).toArray(), [everyone]],
    ['a loop, with those that the server sent together', read, [everyone]],
    ['findOne, with the one', () => people.findOne({ name: 'Ada' }), [['Ada']]],
    ['first of a query', () => people.find({ name: 'Ada' }).first(), [['Ada']]],
    [
      'first of a query that leaves out what is unreadable',
      () => people.find({}).sort({ name: 'asc' }).onUnreadable('skip').first(),
      [['Ada']],
    ],
    ['toArray of a part', () => people.find({ name: 'Ada' }).select('name').toArray(), [['Ada']]],
    [
      'toArray of documents that are only read',
      () => people.find({ name: 'Ada' }).readOnly().toArray(),
      [['Ada']],
    ],
    [
      'deleteMany that is listened to',
      () =>
        withReceiver(world.bus, { signal: preDelete, receiver: () => {} }, () =>
          people.deleteMany({ name: 'Ada' }),
        ),
      [['Ada']],
    ],
    ['deleteMany that nobody listens to', () => people.deleteMany({ name: 'Ada' }), []],
    ['toArray that finds nothing', () => people.find({ name: 'Eve' }).toArray(), []],
    ['build', () => people.build({ name: 'Eve' }), []],
    ['count', () => people.count({}), []],
  ])('is sent once for %s', async (_, work, batches) => {
    expect(await batchesOf(Person, work)).toEqual(batches);
  });

  test('is sent for each batch of a loop', async () => {
    const many = Array.from({ length: 250 }, (_, age) => ({ name: 'many', age, _type: 'Person' }));
    await world.db.collection('people').insertMany(many);
    const batches = await batchesOf(Person, async () => {
      for await (const { name } of people.find({ name: 'many' })) expect(name).toBe('many');
    });
    expect(batches.length).toBeGreaterThan(1);
    expect(batches.flat()).toHaveLength(250);
  });

  test('is awaited before the caller gets a document', async () => {
    const receiver = async ({ documents }: PostLoad<Person>) => {
      await setImmediate();
      for (const document of documents) document.nickname = `${document.name}!`;
    };
    await withReceiver(world.bus, { signal: postLoad, sender: Person, receiver }, async () => {
      expect((await people.getOne({ name: 'Ada' })).nickname).toBe('Ada!');
      for await (const { name, nickname } of people.find()) expect(nickname).toBe(`${name}!`);
    });
  });

  test('is about the document itself when it is reloaded', async () => {
    const ada = await people.getOne({ name: 'Ada' });
    const seen: unknown[] = [];
    const receiver = ({ documents }: PostLoad<Person>) => seen.push(...documents);
    await withReceiver(world.bus, { signal: postLoad, sender: Person, receiver }, () => people.reload(ada));
    expect(seen).toEqual([ada]);
    expect(seen[0]).toBe(ada);
  });

  test('comes after postInit of all documents of the batch', async () => {
    using recorder = new SignalRecorder(world.bus);
    await teachers.find({}).toArray();
    recorder.assertSent([
      'Teacher.preInit',
      'Teacher.postInit',
      'Teacher.preInit',
      'Teacher.postInit',
      'Teacher.postLoad',
    ]);
  });

  test('gives the same documents with and without receivers of postInit', async () => {
    const slow = await withReceiver(world.bus, { signal: postInit, receiver: () => {} }, () =>
      people.find({}).sort({ name: 1 }).toArray(),
    );
    const fast = await withReceiver(world.bus, { signal: postLoad, receiver: () => {} }, () =>
      people.find({}).sort({ name: 1 }).toArray(),
    );
    expect(fast).toEqual(slow);
  });

  test('may change a document, which the next save writes', async () => {
    const receiver = ({ documents }: PostLoad<Person>) => void (documents[0]!.age = 7);
    const ada = await withReceiver(world.bus, { signal: postLoad, sender: Person, receiver }, () =>
      people.getOne({ name: 'Ada' }),
    );
    expect(people.changes(ada).paths).toEqual(['age']);
    await people.save(ada);
    expect(await world.db.collection('people').findOne({ name: 'Ada' })).toMatchObject({ age: 7 });
  });

  test('that fails is what the caller gets, after all receivers were called', async () => {
    const batches: string[][] = [];
    using _first = world.bus.connect(postLoad, Person, () => {
      throw new Error('no key');
    });
    using _second = world.bus.connect(postLoad, Person, ({ documents }) => {
      batches.push(documents.map(({ name }) => name));
    });
    const error: PostSignalError = await errorOf(() => people.findOne({ name: 'Ada' }));
    expect(error).toBeInstanceOf(PostSignalError);
    expect(error.failures.map((failure) => failure.error)).toEqual([new Error('no key')]);
    expect(batches).toEqual([['Ada']]);
  });

  test('has the method that has loaded as origin, and its context', async () => {
    using recorder = new SignalRecorder(world.bus);
    await people.find({ name: 'Ada' }, { context: { by: 'grace' } }).toArray();
    expect(recorder.sent.at(-1)?.payload).toMatchObject({
      signal: 'postLoad',
      sender: Person,
      origin: 'find',
      context: { by: 'grace' },
    });
  });
});

describe('A postLoad receiver', () => {
  test('of a base class is given the documents of its subclasses too, in one batch', async () => {
    expect(await batchesOf(Person, () => people.find({}).toArray())).toEqual([everyone]);
    expect(await batchesOf(Person, () => teachers.find({}).toArray())).toEqual([['Bob', 'Dan']]);
  });

  test('of a subclass is given its own documents only, whatever repository loads them', async () => {
    expect(await batchesOf(Teacher, () => people.find({}).toArray())).toEqual([['Bob', 'Dan']]);
    expect(await batchesOf(Teacher, () => teachers.find({}).toArray())).toEqual([['Bob', 'Dan']]);
    expect(await batchesOf(Teacher, () => people.find({ name: 'Ada' }).toArray())).toEqual([]);
  });

  test('of a subclass has its class as sender', async () => {
    const senders: unknown[] = [];
    using _teacher = world.bus.connect(postLoad, Teacher, ({ sender }) => senders.push(sender));
    using _person = world.bus.connect(postLoad, Person, ({ sender }) => senders.push(sender));
    await people.find({}).toArray();
    expect(senders).toEqual([Teacher, Person]);
  });

  test('of exactly one class is given no documents of its subclasses', async () => {
    expect(await batchesOf(Person, () => people.find({}).toArray(), { exact: true })).toEqual([
      ['Ada', 'Cid'],
    ]);
  });

  test('is called in the order that it asks for, whatever class it is connected for', async () => {
    const order: string[] = [];
    using _person = world.bus.connect(postLoad, Person, () => order.push('person'), { order: 1 });
    using _teacher = world.bus.connect(postLoad, Teacher, () => order.push('teacher'), { order: 0 });
    await people.find({}).toArray();
    expect(order).toEqual(['teacher', 'person']);
    expect(world.bus.receiversOf(postLoad, Person).map(({ order: printed }) => printed)).toEqual([0, 1]);
  });

  test('is called once if it is connected for a class and for its base class', async () => {
    const batches: string[][] = [];
    const receiver = ({ documents }: PostLoad<Person>) => {
      batches.push(documents.map(({ name }) => name).sort());
    };
    using _teacher = world.bus.connect(postLoad, Teacher, receiver, { order: -1 });
    using _person = world.bus.connect(postLoad, Person, receiver);
    await people.find({}).toArray();
    expect(batches).toEqual([everyone]);
  });

  test('that is muted for a subclass hears of none of its documents', async () => {
    using _muted = world.bus.mute(postLoad, Teacher);
    expect(await batchesOf(Teacher, () => people.find({}).toArray())).toEqual([]);
  });

  test('that should be called once waits for documents of its class', async () => {
    const batches: string[][] = [];
    using _once = world.bus.connect(
      postLoad,
      Teacher,
      ({ documents }) => batches.push(documents.map(({ name }) => name)),
      { once: true },
    );
    await people.find({ name: 'Ada' }).toArray();
    await people.find({ name: 'Bob' }).toArray();
    await people.find({ name: 'Dan' }).toArray();
    expect(batches).toEqual([['Bob']]);
  });
});
