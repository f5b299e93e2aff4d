import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DecodeError,
  DocumentDeletedError,
  DocumentNotFoundError,
  DocumentNotStoredError,
  ParallelWriteError,
  postInit,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Address, Person, storedPerson } from '../../support/world/integration-people.js';

describe('DocumentRepository.reload', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const loaded = async (values: Record<string, unknown> = {}) => {
    const person = storedPerson({ status: 'old', tags: [], ...values });
    await world.db.collection('people').insertOne(person);
    return people.getById(person._id);
  };
  const change = (person: Person, update: object) =>
    world.db.collection('people').updateOne({ _id: person.id }, update);

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  test('gives the document the values that are stored', async () => {
    const ada = await loaded();
    await change(ada, { $set: { age: 37, address: { st: 'Main' }, e_mail: 'a@b' } });
    await people.reload(ada);
    expect(ada).toMatchObject({ age: 37, email: 'a@b', address: { street: 'Main' } });
    expect(ada.address).toBeInstanceOf(Address);
  });

  test('returns the same document', async () => {
    const ada = await loaded();
    expect(await people.reload(ada)).toBe(ada);
  });

  test('takes back what was not saved', async () => {
    const ada = await loaded({ age: 36 });
    ada.age = 99;
    ada.email = 'new@x';
    await people.reload(ada);
    expect([ada.age, ada.email]).toEqual([36, undefined]);
  });

  test('removes what is no longer stored', async () => {
    const ada = await loaded({ age: 36 });
    await change(ada, { $unset: { age: 1 } });
    await people.reload(ada);
    expect(ada.age).toBeUndefined();
  });

  test('gives initialisers and defaults to what is not stored', async () => {
    const ada = await loaded();
    ada.tags = ['x'];
    await change(ada, { $unset: { tags: 1, status: 1 } });
    await people.reload(ada);
    expect([ada.tags, ada.status]).toEqual([[], 'new']);
  });

  test('leaves nothing to save', async () => {
    const ada = await loaded({ age: 1 });
    ada.age = 2;
    await change(ada, { $set: { age: 3 }, $unset: { status: 1 } });
    await people.reload(ada);
    expect(await world.commandsOf(() => people.save(ada))).toEqual([]);
  });

  test('lets the next save write what is changed after it', async () => {
    const ada = await loaded({ others: [{ st: 'Main', zip: 1 }] });
    await change(ada, { $set: { 'others.0.zip': 2 } });
    await people.reload(ada);
    ada.others!.push(Object.assign(new Address(), { street: 'Side' }));
    const [update] = await world.commandsOf(() => people.save(ada));
    expect(update?.command['updates'][0].u).toEqual({
      $set: { others: [{ st: 'Main', zip: 2 }, { st: 'Side' }] },
    });
  });

  test('keeps properties that are no fields', async () => {
    const ada = Object.assign(await loaded(), { isOnline: true });
    expect(await people.reload(ada)).toMatchObject({ isOnline: true });
  });

  test('sends one find by id', async () => {
    const ada = await loaded();
    const sent = await world.commandsOf(() => people.reload(ada));
    expect(sent.map(({ name, command }) => [name, command['filter']])).toEqual([
      ['find', { _id: { $eq: ada.id } }],
    ]);
  });

  test('sends preInit, postInit and postLoad with the origin reload', async () => {
    const ada = await loaded();
    using recorder = new SignalRecorder(world.bus);
    await people.reload(ada);
    expect(recorder.names).toEqual(['Person.preInit', 'Person.postInit', 'Person.postLoad']);
    expect(recorder.sent[0]?.payload).toMatchObject({ origin: 'reload', created: false });
  });

  test('gives what a postInit receiver changes, which the next save writes', async () => {
    const ada = await loaded();
    const receiver = ({ document }: { document: Person }) => void (document.nickname = 'A');
    await withReceiver(world.bus, { signal: postInit, sender: Person, receiver }, () => people.reload(ada));
    expect(ada.nickname).toBe('A');
    const [update] = await world.commandsOf(() => people.save(ada));
    expect(update?.command['updates'][0].u).toEqual({ $set: { nickname: 'A' } });
  });

  describe('when it cannot be done', () => {
    test('throws DocumentNotFoundError for a document that is gone, and leaves it as it is', async () => {
      const ada = await loaded();
      ada.age = 5;
      await world.db.collection('people').deleteOne({ _id: ada.id });
      expect(await errorOf(() => people.reload(ada))).toBeInstanceOf(DocumentNotFoundError);
      expect(ada.age).toBe(5);
    });

    test('throws DecodeError for a document that no longer fits, and leaves it as it is', async () => {
      const ada = await loaded({ age: 1 });
      await change(ada, { $set: { name: 'Eve', age: 'old' } });
      expect(await errorOf(() => people.reload(ada))).toBeInstanceOf(DecodeError);
      expect(ada).toMatchObject({ name: 'Ada', age: 1 });
    });

    test('throws DocumentNotStoredError for a new document and sends no command', async () => {
      const ada = people.build({ name: 'Ada' });
      const errors: unknown[] = [];
      const sent = await world.commandsOf(async () => errors.push(await errorOf(() => people.reload(ada))));
      expect(errors).toEqual([expect.any(DocumentNotStoredError)]);
      expect(sent).toEqual([]);
    });

    test('throws DocumentDeletedError for a document that was deleted', async () => {
      const ada = await loaded();
      await people.delete(ada);
      expect(await errorOf(() => people.reload(ada))).toBeInstanceOf(DocumentDeletedError);
    });

    test('throws ParallelWriteError for a document that is being saved', async () => {
      const ada = await loaded();
      ada.age = 2;
      const saving = people.save(ada);
      expect(await errorOf(() => people.reload(ada))).toBeInstanceOf(ParallelWriteError);
      await saving;
    });
  });
});
