import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { postDelete, postSave, preDelete, preSave, preSavePostValidation } from 'nestjs-documents';
import type { ChangeSet, DisconnectReceiver } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { plain, readStored } from './plain.js';
import { Animal, Author, clear, Dog, startWorld, stopWorld } from './world.js';
import type { World } from './world.js';

let world: World;
let undo: DisconnectReceiver[];

beforeAll(async () => {
  world = await startWorld();
});

beforeEach(async () => {
  undo = [];
  await clear(world);
});

afterEach(() => {
  for (const each of undo) each();
});

afterAll(async () => {
  await stopWorld(world);
});

const savedAuthor = async (name = 'ada'): Promise<Author> =>
  world.authors.save(world.authors.build({ name }));
const dog = (name: string): Dog => Object.assign(new Dog(), { name });

describe('A save without changes', () => {
  test('sends no command', async () => {
    const ada = await savedAuthor();
    world.commands.clear();

    await world.authors.save(ada);

    expect(world.commands.names).toEqual([]);
  });

  test('sends the three save signals', async () => {
    const ada = await savedAuthor();
    using recorder = new SignalRecorder(world.bus);

    await world.authors.save(ada);

    expect(recorder.names).toEqual(['Author.preSave', 'Author.preSavePostValidation', 'Author.postSave']);
  });

  test('has an empty change set', async () => {
    const ada = await savedAuthor();
    const sizes: number[] = [];
    undo.push(world.bus.connect(postSave, Author, ({ changes }) => sizes.push(changes.size)));

    await world.authors.save(ada);

    expect(sizes).toEqual([0]);
  });
});

describe('The change set', () => {
  test('is frozen', async () => {
    const sets: ChangeSet[] = [];
    undo.push(world.bus.connect(postSave, Author, ({ changes }) => sets.push(changes)));

    await savedAuthor();

    expect(sets.map((set) => Object.isFrozen(set))).toEqual([true]);
  });

  test('holds what receivers of preSave and preSavePostValidation changed', async () => {
    const ada = await savedAuthor();
    const paths: string[][] = [];
    undo.push(
      world.bus.connect(preSave, Author, ({ document }) => (document.name = 'bob')),
      world.bus.connect(preSavePostValidation, Author, ({ document }) => (document.age = 3)),
      world.bus.connect(postSave, Author, ({ changes }) => paths.push([...changes.paths])),
    );

    await world.authors.save(ada);

    expect(paths).toEqual([['name', 'age']]);
  });
});

describe('What a postSave receiver changes', () => {
  async function changedAfterwards(): Promise<Author> {
    using _receiver = world.bus.connect(postSave, Author, ({ document }) => (document.age = 3));
    return await savedAuthor();
  }

  test('is not written by the save under way', async () => {
    await changedAfterwards();

    expect(await readStored(world.db)).toEqual({ author: [{ _id: '<id>', name: 'ada' }] });
  });

  test('is what the next save writes', async () => {
    const ada = await changedAfterwards();
    world.commands.clear();

    await world.authors.save(ada);

    expect(world.commands.sent.map(({ updates }) => plain(updates[0].u))).toEqual([{ $set: { age: 3 } }]);
  });
});

describe('deleteMany', () => {
  const ignore = (): void => undefined;

  const cases = [
    { listener: 'preDelete of the class', signal: preDelete, sender: Animal },
    { listener: 'postDelete of the class', signal: postDelete, sender: Animal },
    { listener: 'preDelete of a subclass', signal: preDelete, sender: Dog },
    { listener: 'postDelete of a subclass', signal: postDelete, sender: Dog },
    { listener: 'preDelete of every class', signal: preDelete, sender: undefined },
  ];

  test.each(cases)('deletes one after another when somebody listens to $listener', async (row) => {
    for (const name of ['rex', 'tom']) await world.dogs.save(dog(name));
    undo.push(world.bus.connect(row.signal as typeof preDelete, row.sender, ignore));
    world.commands.clear();

    await world.animals.deleteMany({}, { allowAll: true });

    expect(world.commands.names).toEqual(['find', 'delete', 'delete']);
  });

  test('sends one command when somebody listens to another class', async () => {
    for (const name of ['ada', 'bob']) await savedAuthor(name);
    undo.push(world.bus.connect(preDelete, Dog, ignore));
    world.commands.clear();

    await world.authors.deleteMany({}, { allowAll: true });

    expect(world.commands.names).toEqual(['delete']);
  });

  test('sends one command when nobody listens', async () => {
    for (const name of ['ada', 'bob']) await savedAuthor(name);
    world.commands.clear();

    await world.authors.deleteMany({}, { allowAll: true });

    expect(world.commands.names).toEqual(['delete']);
  });

  test('counts the same with and without receivers', async () => {
    for (const name of ['ada', 'bob']) await savedAuthor(name);
    const unheard = await world.authors.deleteMany({}, { allowAll: true });
    for (const name of ['ada', 'bob']) await savedAuthor(name);
    undo.push(world.bus.connect(postDelete, Author, ignore));

    const heard = await world.authors.deleteMany({}, { allowAll: true });

    expect([unheard, heard]).toEqual([2, 2]);
  });

  test('ends at a veto and lets stand what was deleted before', async () => {
    for (const name of ['ada', 'bob', 'cyd']) await savedAuthor(name);
    undo.push(
      world.bus.connect(preDelete, Author, ({ document }) => {
        if (document.name === 'bob') throw new Error('veto');
      }),
    );

    await expect(world.authors.deleteMany({}, { allowAll: true })).rejects.toThrow('veto');

    expect(await readStored(world.db)).toEqual({
      author: [
        { _id: '<id>', name: 'bob' },
        { _id: '<id>', name: 'cyd' },
      ],
    });
  });
});
