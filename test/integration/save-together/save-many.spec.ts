import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, Field, Id, UpdatedAt, ValidationError, Version, preSave } from 'nestjs-documents';
import type { DocumentRepository, PostSave, PostWrite } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Teacher } from '../../support/world/integration-people.js';

@Document({ collection: 'tasks' })
class Task {
  @Id() id!: ObjectId;
  @Field() title?: string;
  @Field() done?: boolean;
  @Version() version!: number;
  @UpdatedAt() updatedAt!: Date;
}

describe('saveMany', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  let tasks: DocumentRepository<Task>;
  const stored = (name: string) => world.db.collection(name).find().sort({ _id: 1 }).toArray();

  beforeAll(async () => {
    world = await openApp([Person, Teacher, Task]);
    people = world.repository(Person);
    tasks = world.repository(Task);
  });
  beforeEach(async () => {
    for (const name of ['people', 'tasks']) await world.db.collection(name).deleteMany({});
  });
  afterAll(() => world.close());

  test('inserts new documents, updates loaded ones by their differences, and sends nothing for others', async () => {
    const [ada, bob] = await people.insertMany([{ name: 'Ada', age: 1 }, { name: 'Bob' }]);
    ada!.age = 2;
    const cid = people.build({ name: 'Cid' });
    const commands = await world.commandsOf(async () => {
      expect(await people.saveMany([ada!, bob!, cid])).toEqual([ada, bob, cid]);
    });
    expect(commands.map(({ name }) => name)).toEqual(['update', 'insert']);
    expect(commands[0]?.command['updates']).toMatchObject([
      { q: { _id: { $eq: ada!.id } }, u: { $set: { age: 2 } } },
    ]);
    expect(await stored('people')).toEqual([
      { _id: ada!.id, name: 'Ada', age: 2, tags: [], status: 'new' },
      { _id: bob!.id, name: 'Bob', tags: [], status: 'new' },
      { _id: cid.id, name: 'Cid', tags: [], status: 'new' },
    ]);
    for (const each of [ada!, bob!, cid]) expect(people.changes(each).size).toBe(0);
  });

  test('sends one command for 1,000 changed documents, and two for 1,001', async () => {
    const list = await tasks.insertMany(Array.from({ length: 1001 }, (_, index) => ({ title: `T${index}` })));
    for (const each of list) each.done = true;
    const commands = await world.commandsOf(() => tasks.saveMany(list.slice(0, 1000)));
    expect(commands.map(({ name, command }) => [name, command['updates'].length])).toEqual([
      ['update', 1000],
    ]);
    for (const each of list) each.done = false;
    const others = await world.commandsOf(() => tasks.saveMany(list));
    expect(others.map(({ command }) => command['updates'].length)).toEqual([1000, 1]);
    expect(await world.db.collection('tasks').countDocuments({ done: false, version: 3 })).toBe(1000);
  });

  test('sends one command of each kind without an order', async () => {
    const [ada, bob] = await people.insertMany([{ name: 'Ada' }, { name: 'Bob' }]);
    for (const each of [ada!, bob!]) each.age = 3;
    const list = [ada!, people.build({ name: 'Cid' }), bob!, people.build({ name: 'Dan' })];
    const commands = await world.commandsOf(() => people.saveMany(list, { ordered: false }));
    expect(commands.map(({ name }) => name)).toEqual(['insert', 'update']);
  });

  test('sends nothing for an empty list', async () => {
    expect(await world.commandsOf(() => people.saveMany([]))).toEqual([]);
  });

  test('sends the save signals of each document in the order of the list, and postWrite once', async () => {
    const [ada, bob] = await people.insertMany([{ name: 'Ada' }, { name: 'Bob' }]);
    ada!.age = 5;
    const eve = world.repository(Teacher).build({ name: 'Eve' });
    using recorder = new SignalRecorder(world.bus);
    await people.saveMany([ada!, bob!, eve]);
    expect(recorder.names).toEqual([
      ...['Person.preSave', 'Person.preSave', 'Teacher.preSave'],
      ...['Person.preSavePostValidation', 'Person.preSavePostValidation', 'Teacher.preSavePostValidation'],
      ...['Person.postSave', 'Person.postSave', 'Teacher.postSave'],
      'Person.postWrite',
    ]);
    const posts = recorder.sent.slice(6, 9).map(({ payload }) => payload as PostSave<Person>);
    expect(posts.map(({ document }) => document)).toEqual([ada, bob, eve]);
    expect(posts.map(({ created }) => created)).toEqual([false, false, true]);
    expect(posts.map(({ changes }) => changes.paths)).toEqual([
      ['age'],
      [],
      ['id', 'name', 'tags', 'status'],
    ]);
    const { writes, origin } = recorder.sent[9]?.payload as PostWrite<Person>;
    expect(origin).toBe('saveMany');
    expect(writes.map(({ kind, sender, ids }) => [kind, sender, ids])).toEqual([
      ['update', Person, [ada!.id]],
      ['insert', Teacher, [eve.id]],
    ]);
  });

  test('writes what receivers of preSave change, also in a document of the list that they were told of before', async () => {
    const list = [people.build({ name: 'Ada' }), people.build({ name: 'Bob' })];
    const receiver = ({ document }: { readonly document: Person }) => {
      if (document === list[1]) for (const each of list) each.nickname = 'heard';
    };
    await withReceiver(world.bus, { signal: preSave, sender: Person, receiver }, () => people.saveMany(list));
    expect((await stored('people')).map((each) => each['nickname'])).toEqual(['heard', 'heard']);
  });

  test('one invalid document means that nothing is sent; all issues have the index', async () => {
    const list = [people.build({ name: 'Ada' }), people.build({}), people.build({ name: 1 as never })];
    const commands = await world.commandsOf(async () => {
      const error = await errorOf(() => people.saveMany(list));
      expect(error).toBeInstanceOf(ValidationError);
      expect(error.issues.map(({ path, code }: ValidationError['issues'][0]) => [path, code])).toEqual([
        ['1.name', 'required'],
        ['2.name', 'type'],
      ]);
    });
    expect(commands).toEqual([]);
    expect(list.map(({ id }) => id)).toEqual([undefined, undefined, undefined]);
  });

  test('a veto means that nothing is sent, and the documents can be saved afterwards', async () => {
    const list = [tasks.build({ title: 'A' }), tasks.build({ title: 'B' })];
    const veto = new Error('no');
    const receiver = ({ document }: { readonly document: Task }) => {
      if (document === list[1]) throw veto;
    };
    const commands = await world.commandsOf(async () => {
      const error = await withReceiver(world.bus, { signal: preSave, sender: Task, receiver }, () =>
        errorOf(() => tasks.saveMany(list)),
      );
      expect(error).toBe(veto);
    });
    expect(commands).toEqual([]);
    expect(list.map(({ version }) => version)).toEqual([undefined, undefined]);
    await tasks.saveMany(list);
    expect(list.map(({ version }) => version)).toEqual([1, 1]);
  });

  test.each([
    ['not a list', (ada: Person) => ada, ''],
    ['a list with a document twice', (ada: Person) => [ada, ada], '1'],
    [
      'a list with two objects of one document',
      ({ id }: Person) => [people.build({ id, name: 'Ada' }), people.build({ id, name: 'Ida' })],
      '1',
    ],
  ])('refuses %s', async (_title, given, path) => {
    const error = await errorOf(() =>
      people.saveMany(given(people.build({ id: new ObjectId(), name: 'Ada' })) as Person[]),
    );
    expect(error).toMatchObject({ code: 'VALIDATION_FAILED', issues: [{ path }] });
  });

  test('refuses a document that is being saved already', async () => {
    const ada = people.build({ name: 'Ada' });
    const first = people.save(ada);
    expect(await errorOf(() => people.saveMany([ada]))).toMatchObject({ code: 'PARALLEL_WRITE' });
    await first;
  });
});
