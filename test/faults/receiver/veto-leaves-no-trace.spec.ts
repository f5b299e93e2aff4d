import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DocumentNotStoredError,
  postSave,
  preBulkInsert,
  preDelete,
  preSave,
  preSavePostValidation,
} from 'nestjs-documents';
import type { DocumentRepository, Signal } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, storedPerson } from '../../support/world/integration-people.js';

describe('Fault 1: a receiver of a pre… signal throws', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const veto = new Error('veto');
  const loaded = async () => {
    const person = storedPerson({ age: 36, tags: [], status: 'old' });
    await world.db.collection('people').insertOne(person);
    return people.getById(person._id);
  };
  const stored = (person: Person) => world.db.collection('people').findOne({ _id: person.id });

  /** Runs `work` with two receivers, of which the first one throws; returns everything visible from outside. */
  const vetoed = async (signal: Signal<any>, work: () => unknown, thrown: unknown = veto) => {
    const laterCalls: string[] = [];
    let error: unknown;
    using recorder = new SignalRecorder(world.bus);
    const receiver = () => {
      throw thrown;
    };
    const later = () => laterCalls.push('later');
    const commands = await world.commandsOf(() =>
      withReceiver(world.bus, { signal, sender: Person, receiver }, () =>
        withReceiver(world.bus, { signal, sender: Person, receiver: later }, async () => {
          error = await errorOf(work);
        }),
      ),
    );
    return { error, commands, laterCalls, signals: recorder.names };
  };

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  const operations: [string, Signal<any>, () => Promise<() => unknown>, string[]][] = [
    [
      'preSave of an insert',
      preSave,
      async () => {
        const ada = people.build({ name: 'Ada' });
        return () => people.save(ada);
      },
      ['Person.preSave'],
    ],
    [
      'preSave of an update',
      preSave,
      async () => {
        const ada = Object.assign(await loaded(), { age: 37 });
        return () => people.save(ada);
      },
      ['Person.preSave'],
    ],
    [
      'preSavePostValidation of an insert',
      preSavePostValidation,
      async () => {
        const ada = people.build({ name: 'Ada' });
        return () => people.save(ada);
      },
      ['Person.preSave', 'Person.preSavePostValidation'],
    ],
    [
      'preSavePostValidation of an update',
      preSavePostValidation,
      async () => {
        const ada = Object.assign(await loaded(), { age: 37 });
        return () => people.save(ada);
      },
      ['Person.preSave', 'Person.preSavePostValidation'],
    ],
    [
      'preDelete',
      preDelete,
      async () => {
        const ada = await loaded();
        return () => people.delete(ada);
      },
      ['Person.preDelete'],
    ],
    [
      'preBulkInsert',
      preBulkInsert,
      async () => {
        const documents = [people.build({ name: 'Ada' }), people.build({ name: 'Bob' })];
        return () => people.insertMany(documents);
      },
      ['Person.preBulkInsert'],
    ],
  ];

  describe.each(operations)('%s', (_, signal, prepare, signals) => {
    test('sends no command', async () => {
      expect((await vetoed(signal, await prepare())).commands).toEqual([]);
    });

    test('throws that very error', async () => {
      expect((await vetoed(signal, await prepare())).error).toBe(veto);
    });

    test('throws what is no Error as it is', async () => {
      expect((await vetoed(signal, await prepare(), 'no')).error).toBe('no');
    });

    test('does not call later receivers, nor those of later signals', async () => {
      const result = await vetoed(signal, await prepare());
      expect(result.laterCalls).toEqual([]);
      expect(result.signals).toEqual(signals);
    });
  });

  describe('leaves the state of the document as it was:', () => {
    test.each([
      ['preSave', preSave],
      ['preSavePostValidation', preSavePostValidation],
    ])(
      'a new one is still new and without id after a veto of %s, and is inserted later',
      async (_, signal) => {
        const ada = people.build({ name: 'Ada' });
        const before = Object.entries(ada);
        await vetoed(signal, () => people.save(ada));
        expect(Object.entries(ada)).toEqual(before);
        expect(await errorOf(() => people.delete(ada))).toBeInstanceOf(DocumentNotStoredError);
        await people.save(ada);
        expect(await stored(ada)).toMatchObject({ name: 'Ada' });
      },
    );

    test.each([
      ['preSave', preSave],
      ['preSavePostValidation', preSavePostValidation],
    ])(
      'a loaded one still has its changes after a veto of %s, which are written later',
      async (_, signal) => {
        const ada = await loaded();
        ada.age = 37;
        await vetoed(signal, () => people.save(ada));
        expect(await stored(ada)).toMatchObject({ age: 36 });
        const [update] = await world.commandsOf(() => people.save(ada));
        expect(update?.command['updates'][0].u).toEqual({ $set: { age: 37 } });
      },
    );

    test('a loaded one is still loaded after a veto of preDelete', async () => {
      const ada = await loaded();
      await vetoed(preDelete, () => people.delete(ada));
      expect(await stored(ada)).not.toBeNull();
      expect(await people.delete(ada)).toBe(true);
    });

    test('those of a bulk are still new and without ids after a veto of preBulkInsert', async () => {
      const documents = [people.build({ name: 'Ada' }), people.build({ name: 'Bob' })];
      await vetoed(preBulkInsert, () => people.insertMany(documents));
      expect(documents.map(({ id }) => id)).toEqual([undefined, undefined]);
      expect(await people.insertMany(documents)).toHaveLength(2);
    });
  });

  test('an asynchronous veto is a veto', async () => {
    const ada = people.build({ name: 'Ada' });
    const receiver = async () => {
      await Promise.resolve();
      throw veto;
    };
    const sent: unknown[] = [];
    const commands = await world.commandsOf(() =>
      withReceiver(world.bus, { signal: preSave, sender: Person, receiver }, async () =>
        sent.push(await errorOf(() => people.save(ada))),
      ),
    );
    expect(sent).toEqual([veto]);
    expect(commands).toEqual([]);
  });

  test('no postSave is sent', async () => {
    const ada = people.build({ name: 'Ada' });
    const calls: string[] = [];
    await withReceiver(
      world.bus,
      { signal: postSave, sender: Person, receiver: () => calls.push('post') },
      () => vetoed(preSave, () => people.save(ada)),
    );
    expect(calls).toEqual([]);
  });
});
