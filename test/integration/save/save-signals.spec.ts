import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { RecursiveSignalError, postSave, preSave, preSavePostValidation } from 'nestjs-documents';
import type { DocumentRepository, SignalPayloadOf, PostSave, PreSave, Signal } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { setImmediate } from 'node:timers/promises';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Teacher, storedPerson } from '../../support/world/integration-people.js';

describe('DocumentRepository.save when receivers are connected', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const stored = (id: ObjectId) => world.db.collection('people').findOne({ _id: id });
  /** A person that the driver stored and the repository loaded. */
  const loaded = async (values: Record<string, unknown> = {}) => {
    const person = storedPerson(values);
    await world.db.collection('people').insertOne(person);
    return people.getById(person._id);
  };

  beforeAll(async () => {
    world = await openApp([Person, Teacher]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  const saveWith = <Of extends SignalPayloadOf>(
    signal: Signal<Of>,
    receiver: (payload: any) => any,
    document: Person,
  ) => withReceiver(world.bus, { signal, sender: Person, receiver }, () => people.save(document));

  test('sends preSave, preSavePostValidation, postSave and postWrite, created for an insert', async () => {
    const ada = people.build({ name: 'Ada' });
    using recorder = new SignalRecorder(world.bus);
    await people.save(ada);
    expect(recorder.sent.map(({ name, payload }) => [name, (payload as PreSave<Person>).created])).toEqual([
      ['Person.preSave', true],
      ['Person.preSavePostValidation', true],
      ['Person.postSave', true],
      ['Person.postWrite', undefined],
    ]);
  });

  test('sends them not created for an update', async () => {
    const ada = await loaded();
    ada.age = 1;
    using recorder = new SignalRecorder(world.bus);
    await people.save(ada);
    expect(recorder.sent.map(({ payload }) => (payload as PreSave<Person>).created)).toEqual([
      false,
      false,
      false,
      undefined,
    ]);
  });

  test('hands them the document, its class, the connection and the repository method', async () => {
    const ada = people.build({ name: 'Ada' });
    using recorder = new SignalRecorder(world.bus);
    await people.save(ada);
    for (const { payload } of recorder.sent.slice(0, 3))
      expect(payload).toMatchObject({
        sender: Person,
        connection: 'default',
        origin: 'save',
        document: ada,
      });
  });

  test('hands postSave every field of an insert, by field name', async () => {
    const ada = people.build({ name: 'Ada', email: `${new ObjectId().toHexString()}@x.y` });
    using recorder = new SignalRecorder(world.bus);
    await people.save(ada);
    const { changes } = recorder.sent[2]?.payload as PostSave<Person>;
    expect(changes.paths).toEqual(['id', 'name', 'email', 'tags', 'status']);
  });

  test('hands postSave the values before and after an update', async () => {
    const ada = await loaded({ age: 36, address: { st: 'Main' } });
    ada.age = 37;
    ada.address!.street = 'Side';
    using recorder = new SignalRecorder(world.bus);
    await people.save(ada);
    expect([...(recorder.sent[2]?.payload as PostSave<Person>).changes]).toEqual([
      { path: 'age', before: 36, after: 37 },
      { path: 'address.street', before: 'Main', after: 'Side' },
    ]);
  });

  test('validates and writes what preSave changes', async () => {
    const ada = people.build({});
    await saveWith(preSave, ({ document }) => (document.name = 'Eve'), ada);
    expect(await stored(ada.id)).toMatchObject({ name: 'Eve' });
  });

  test('writes what preSavePostValidation changes', async () => {
    const ada = people.build({ name: 'Ada' });
    await saveWith(preSavePostValidation, ({ document }) => (document.name = 'Eve'), ada);
    expect(await stored(ada.id)).toMatchObject({ name: 'Eve' });
  });

  test('writes what postSave changes with the next save', async () => {
    const ada = people.build({ name: 'Ada' });
    await saveWith(postSave, ({ document }) => (document.age = 99), ada);
    expect(await stored(ada.id)).not.toHaveProperty('age');
    await people.save(ada);
    expect(await stored(ada.id)).toMatchObject({ age: 99 });
  });

  test('reads the context only if somebody listens: no payload is built for nobody', async () => {
    const ada = people.build({ name: 'Ada' });
    const reads: string[] = [];
    const context = {
      get reason() {
        reads.push('reason');
        return 'typo';
      },
    };
    await people.save(ada, { context });
    expect(reads).toEqual([]);
  });

  test('sends the signals of a subclass for a document of it', async () => {
    const tom = world.repository(Teacher).build({ name: 'Tom' });
    using recorder = new SignalRecorder(world.bus);
    await people.save(tom);
    expect(recorder.names).toEqual([
      ...['Teacher.preSave', 'Teacher.preSavePostValidation', 'Teacher.postSave', 'Teacher.postWrite'],
    ]);
  });

  test('sends no further signal for a document that is not valid', async () => {
    const nobody = people.build({});
    using recorder = new SignalRecorder(world.bus);
    await errorOf(() => people.save(nobody));
    expect(recorder.names).toEqual(['Person.preSave']);
  });

  test('does not send postSave if the write failed', async () => {
    const ada = await people.save(people.build({ name: 'Ada' }));
    const copy = people.build({ id: ada.id, name: 'Copy' });
    using recorder = new SignalRecorder(world.bus);
    await errorOf(() => people.save(copy));
    expect(recorder.names).toEqual(['Person.preSave', 'Person.preSavePostValidation']);
  });

  test('has the id of a new document in preSavePostValidation, and not yet in preSave', async () => {
    const ada = people.build({ name: 'Ada' });
    const ids: unknown[] = [];
    const receiver = ({ document }: { document: Person }) => ids.push(document.id);
    await withReceiver(world.bus, { signal: preSave, sender: Person, receiver }, () =>
      withReceiver(world.bus, { signal: preSavePostValidation, sender: Person, receiver }, () =>
        people.save(ada),
      ),
    );
    expect(ids).toEqual([undefined, ada.id]);
  });

  test('has the document stored in postSave', async () => {
    const ada = people.build({ name: 'Ada' });
    const seen: unknown[] = [];
    const receiver = async () => seen.push(await stored(ada.id));
    await withReceiver(world.bus, { signal: postSave, sender: Person, receiver }, () => people.save(ada));
    expect(seen).toMatchObject([{ name: 'Ada' }]);
  });

  test.each([
    ['preSave', preSave],
    ['preSavePostValidation', preSavePostValidation],
  ])('waits for an asynchronous receiver of %s, and writes what it changes', async (_, signal) => {
    const ada = people.build({ name: 'Ada' });
    const receiver = async ({ document }: { document: Person }) => {
      await setImmediate();
      document.name = 'Eve';
    };
    await saveWith(signal as typeof preSave, receiver, ada);
    expect(await stored(ada.id)).toMatchObject({ name: 'Eve' });
  });

  test('waits for an asynchronous receiver of postSave', async () => {
    const ada = people.build({ name: 'Ada' });
    const calls: string[] = [];
    const receiver = async () => {
      await setImmediate();
      calls.push('postSave');
    };
    await saveWith(postSave, receiver, ada);
    expect(calls).toEqual(['postSave']);
  });

  test.each([
    ['preSave', preSave],
    ['preSavePostValidation', preSavePostValidation],
  ])('throws what a receiver of %s throws, and stores nothing', async (_, signal) => {
    const veto = new Error('veto');
    const ada = people.build({ id: new ObjectId(), name: 'Ada' });
    const receiver = () => {
      throw veto;
    };
    expect(await errorOf(() => saveWith(signal as typeof preSave, receiver, ada))).toBe(veto);
    expect(await stored(ada.id)).toBeNull();
  });

  test('throws RecursiveSignalError for a save of the document by a receiver of preSave', async () => {
    const ada = people.build({ name: 'Ada' });
    const error = await errorOf(() => saveWith(preSave, ({ document }) => people.save(document), ada));
    expect(error).toBeInstanceOf(RecursiveSignalError);
    expect(error.path).toEqual(['Person.save', 'preSave', 'Person.save']);
  });

  test('hands the context of the caller to every receiver', async () => {
    const ada = people.build({ name: 'Ada' });
    using recorder = new SignalRecorder(world.bus);
    await people.save(ada, { context: { reason: 'typo' } });
    expect(recorder.sent.map(({ payload }) => payload.context)).toEqual(
      new Array(4).fill({ reason: 'typo' }),
    );
  });

  test('leaves the document loaded, and not free before it ends, if a receiver of postSave fails', async () => {
    const ada = people.build({ name: 'Ada' });
    const error = await errorOf(() => saveWith(postSave, ({ document }) => people.save(document), ada));
    expect(error.failures[0].error).toBeInstanceOf(RecursiveSignalError);
    expect(await world.commandsOf(() => people.save(ada))).toEqual([]);
  });
});
