import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ParallelWriteError,
  PostSignalError,
  RecursiveSignalError,
  postDelete,
  postSave,
  preBulkInsert,
  preDelete,
  preInit,
  preSave,
  preSavePostValidation,
} from 'nestjs-documents';
import type { DocumentRepository, Signal } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { setImmediate } from 'node:timers/promises';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Room } from '../../support/world/integration-people.js';

describe('Fault 6: a receiver writes the document that is being written', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  let rooms: DocumentRepository<Room>;
  let count = 0;
  const saved = async (name = 'Ada') => people.save(people.build({ name }));
  const newRoom = () => rooms.build({ id: `room ${++count}` });
  const during = (signal: Signal<any>, receiver: (payload: any) => unknown, work: () => unknown) =>
    errorOf(() => withReceiver(world.bus, { signal, sender: Person, receiver }, work));
  /** The error of the receiver, also where a post… signal wraps it. */
  const rootOf = (error: unknown) =>
    (error instanceof PostSignalError ? error.failures[0]?.error : error) as any;

  beforeAll(async () => {
    world = await openApp([Person, Room]);
    people = world.repository(Person);
    rooms = world.repository(Room);
  });
  afterAll(() => world.close());

  describe('is a RecursiveSignalError with the path', () => {
    const save = ({ document }: { document: Person }) => people.save(document);
    const remove = ({ document }: { document: Person }) => people.delete(document);
    const reload = ({ document }: { document: Person }) => people.reload(document);
    test.each<[string, Signal<any>, (payload: any) => unknown, 'save' | 'delete', string[]]>([
      ['save in preSave', preSave, save, 'save', ['Person.save', 'preSave', 'Person.save']],
      [
        'save in preSavePostValidation',
        preSavePostValidation,
        save,
        'save',
        ['Person.save', 'preSavePostValidation', 'Person.save'],
      ],
      ['save in postSave', postSave, save, 'save', ['Person.save', 'postSave', 'Person.save']],
      ['delete in postSave', postSave, remove, 'save', ['Person.save', 'postSave', 'Person.delete']],
      ['reload in postSave', postSave, reload, 'save', ['Person.save', 'postSave', 'Person.reload']],
      ['delete in preDelete', preDelete, remove, 'delete', ['Person.delete', 'preDelete', 'Person.delete']],
      ['save in preDelete', preDelete, save, 'delete', ['Person.delete', 'preDelete', 'Person.save']],
      ['save in postDelete', postDelete, save, 'delete', ['Person.delete', 'postDelete', 'Person.save']],
    ])('%s', async (_, signal, receiver, method, path) => {
      const ada = await saved();
      const error = rootOf(await during(signal, receiver, () => people[method](ada)));
      expect(error).toBeInstanceOf(RecursiveSignalError);
      expect(error.code).toBe('RECURSIVE_SIGNAL');
      expect(error.path).toEqual(path);
    });

    test('save of a document of the list in preBulkInsert', async () => {
      const documents = [people.build({ name: 'Ada' }), people.build({ name: 'Bob' })];
      const error = await during(
        preBulkInsert,
        ({ documents: list }) => people.save(list[1]),
        () => people.insertMany(documents),
      );
      expect(error).toBeInstanceOf(RecursiveSignalError);
      expect(error.path).toEqual(['Person.insertMany', 'preBulkInsert', 'Person.save']);
    });

    test('A → B → A', async () => {
      const ada = await saved();
      const room = newRoom();
      const back = world.bus.connect(postSave, Room, () => people.save(ada));
      const error = await during(
        postSave,
        () => rooms.save(room),
        () => people.save(ada),
      );
      back();
      const recursion = rootOf(rootOf(error));
      expect(recursion).toBeInstanceOf(RecursiveSignalError);
      expect(recursion.path).toEqual(['Person.save', 'postSave', 'Room.save', 'postSave', 'Person.save']);
    });
  });

  test('sends no command in preSave, and leaves the document free for later', async () => {
    const ada = await saved();
    ada.age = 5;
    const sent = await world.commandsOf(() =>
      during(
        preSave,
        ({ document }) => people.save(document),
        () => people.save(ada),
      ),
    );
    expect(sent).toEqual([]);
    await people.save(ada);
    expect(await world.db.collection('people').findOne({ _id: ada.id })).toMatchObject({ age: 5 });
  });

  test('writes once in postSave', async () => {
    const ada = await saved();
    ada.age = 5;
    const sent = await world.commandsOf(() =>
      during(
        postSave,
        ({ document }) => people.save(document),
        () => people.save(ada),
      ),
    );
    expect(sent.map(({ name }) => name)).toEqual(['update']);
  });

  describe('is none, and allowed:', () => {
    test('another document of the same class', async () => {
      const [ada, bob] = [await saved('Ada'), await saved('Bob')];
      bob.age = 7;
      const receiver = ({ document }: { document: Person }) =>
        document === ada ? people.save(bob) : undefined;
      expect(await during(postSave, receiver, () => people.save(ada))).toBeUndefined();
      expect(await world.db.collection('people').findOne({ _id: bob.id })).toMatchObject({ age: 7 });
    });

    test('another object of the same stored document', async () => {
      const ada = await saved();
      const copy = await people.getById(ada.id);
      copy.age = 8;
      const receiver = ({ document }: { document: Person }) =>
        document === ada ? people.save(copy) : undefined;
      expect(await during(postSave, receiver, () => people.save(ada))).toBeUndefined();
    });

    test('the document after its save has returned, by work that a receiver left behind', async () => {
      const ada = await saved();
      let later: Promise<unknown> = Promise.resolve();
      const gate = newGate();
      const receiver = ({ document }: { document: Person }) => {
        later = (async () => {
          await gate.promise;
          document.age = 9;
          await people.save(document);
        })();
        receiverCalls++;
      };
      let receiverCalls = 0;
      await withReceiver(world.bus, { signal: postSave, sender: Person, receiver, once: true }, () =>
        people.save(ada),
      );
      gate.resolve(undefined);
      await later;
      expect(receiverCalls).toBe(1);
      expect(await world.db.collection('people').findOne({ _id: ada.id })).toMatchObject({ age: 9 });
    });
  });

  test('by work beside the receivers is a ParallelWriteError instead', async () => {
    const ada = await saved();
    const errors: unknown[] = [];
    await withReceiver(
      world.bus,
      { signal: preSave, sender: Person, receiver: () => setImmediate() },
      async () => {
        const saving = people.save(ada);
        errors.push(await errorOf(() => people.save(ada)));
        await saving;
      },
    );
    expect(errors).toEqual([expect.any(ParallelWriteError)]);
  });

  describe('by a receiver that has returned without a promise many times', () => {
    /** Hears 25 saves and does nothing, and then calls `act` in the saves of this document. */
    const afterMany = async (act: (ada: Person) => unknown, work: (ada: Person) => Promise<void>) => {
      const ada = await saved();
      let isQuiet = true;
      const receiver = ({ document }: { document: Person }) =>
        isQuiet || document !== ada ? undefined : act(ada);
      await withReceiver(world.bus, { signal: postSave, sender: Person, receiver }, async () => {
        for (let index = 0; index < 25; index++) await saved();
        isQuiet = false;
        await work(ada);
      });
    };

    test('is a RecursiveSignalError as well', async () => {
      await afterMany(
        (ada) => people.save(ada),
        async (ada) => {
          const error = rootOf(await errorOf(() => people.save(ada)));
          expect(error).toBeInstanceOf(RecursiveSignalError);
          expect(error.path).toEqual(['Person.save', 'postSave', 'Person.save']);
        },
      );
    });

    test('is one later in the work of its first promise too', async () => {
      const errors: unknown[] = [];
      await afterMany(
        (ada) => setImmediate().then(() => people.save(ada)),
        async (ada) => {
          for (let index = 0; index < 3; index++)
            errors.push(rootOf(await errorOf(() => people.save(ada))).constructor);
        },
      );
      expect(errors).toEqual([RecursiveSignalError, RecursiveSignalError, RecursiveSignalError]);
    });
  });

  describe('or others without an end', () => {
    test('is a RecursiveSignalError at the ninth operation', async () => {
      let depth = 0;
      const receiver = async () => {
        depth++;
        await people.save(people.build({ name: `P${depth}` }));
      };
      const error = await during(preSave, receiver, async () => people.save(people.build({ name: 'P0' })));
      expect(error).toBeInstanceOf(RecursiveSignalError);
      expect(error.message).toContain('to a depth of 8');
      expect(depth).toBe(8);
    });

    test('is one as well if the operations only make or load documents', async () => {
      const receiver = () => people.build({ name: 'again' });
      const error = await during(preInit, receiver, () => people.build({ name: 'Ada' }));
      expect(error).toBeInstanceOf(RecursiveSignalError);
      expect(error.path.at(-1)).toBe('Person.build');
    });

    test('is none at a depth of eight', async () => {
      let depth = 0;
      const receiver = async () => {
        if (depth++ < 7) await people.save(people.build({ name: `P${depth}` }));
      };
      const error = await during(preSave, receiver, async () => people.save(people.build({ name: 'P0' })));
      expect(error).toBeUndefined();
      expect(depth).toBe(8);
    });
  });
});

function newGate(): { promise: Promise<unknown>; resolve: (value?: unknown) => void } {
  let resolve: (value?: unknown) => void = () => {};
  const promise = new Promise((settle) => (resolve = settle));
  return { promise, resolve };
}
