import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ObjectId } from 'mongodb';
import {
  DocumentDeletedError,
  DocumentNotStoredError,
  ParallelWriteError,
  PostSignalError,
  WrongDocumentClassError,
  postDelete,
  preDelete,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Room, Teacher, storedPerson } from '../../support/world/integration-people.js';

describe('DocumentRepository.delete', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const stored = (id: ObjectId) => world.db.collection('people').findOne({ _id: id });
  const loaded = async (values: Record<string, unknown> = {}) => {
    const person = storedPerson(values);
    await world.db.collection('people').insertOne(person);
    return people.getById(person._id);
  };

  beforeAll(async () => {
    world = await openApp([Person, Teacher, Room]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  test('deletes a loaded document and returns true', async () => {
    const ada = await loaded();
    expect(await people.delete(ada)).toBe(true);
    expect(await stored(ada.id)).toBeNull();
  });

  test('deletes a document that was saved', async () => {
    const ada = await people.create({ name: 'Ada' });
    expect(await people.delete(ada)).toBe(true);
    expect(await stored(ada.id)).toBeNull();
  });

  test('deletes no other document', async () => {
    const [ada, bob] = [await loaded(), await loaded()];
    await people.delete(ada);
    expect(await stored(bob.id)).not.toBeNull();
  });

  test('sends one delete by id', async () => {
    const ada = await loaded();
    const [command, ...others] = await world.commandsOf(() => people.delete(ada));
    expect(command?.command['deletes']).toEqual([{ q: { _id: { $eq: ada.id } }, limit: 1 }]);
    expect(others).toEqual([]);
  });

  test('deletes the stored document, also if the id was changed in memory', async () => {
    const [ada, bob] = [await loaded(), await loaded()];
    const { id } = ada;
    ada.id = bob.id;
    await people.delete(ada);
    expect([await stored(id), await stored(bob.id)]).toEqual([null, expect.anything()]);
  });

  test('does not validate the document', async () => {
    const ada = await loaded();
    ada.name = undefined as never;
    expect(await people.delete(ada)).toBe(true);
  });

  test('leaves the values of the document as they are', async () => {
    const ada = await loaded({ age: 36 });
    const { id } = ada;
    await people.delete(ada);
    expect(ada).toMatchObject({ id, name: 'Ada', age: 36 });
  });

  describe('when receivers are connected', () => {
    test('sends preDelete and postDelete with the document and the origin', async () => {
      const ada = await loaded();
      using recorder = new SignalRecorder(world.bus);
      await people.delete(ada);
      expect(recorder.names).toEqual(['Person.preDelete', 'Person.postDelete', 'Person.postWrite']);
      for (const { payload } of recorder.sent.slice(0, 2))
        expect(payload).toMatchObject({ document: ada, origin: 'delete', sender: Person });
    });

    test('sends those of a subclass for a document of it', async () => {
      const tom = await loaded({ _type: 'Teacher' });
      using recorder = new SignalRecorder(world.bus);
      await people.delete(tom);
      expect(recorder.names).toEqual(['Teacher.preDelete', 'Teacher.postDelete', 'Teacher.postWrite']);
    });

    test('has the document still stored in preDelete, and gone in postDelete', async () => {
      const ada = await loaded();
      const seen: boolean[] = [];
      const receiver = async () => seen.push((await stored(ada.id)) !== null);
      await withReceiver(world.bus, { signal: preDelete, sender: Person, receiver }, () =>
        withReceiver(world.bus, { signal: postDelete, sender: Person, receiver }, () => people.delete(ada)),
      );
      expect(seen).toEqual([true, false]);
    });

    test('deletes nothing if preDelete vetoes, and throws that very error', async () => {
      const ada = await loaded();
      const veto = new Error('veto');
      const receiver = () => {
        throw veto;
      };
      let error: unknown;
      const sent = await world.commandsOf(async () => {
        error = await errorOf(() =>
          withReceiver(world.bus, { signal: preDelete, sender: Person, receiver }, () => people.delete(ada)),
        );
      });
      expect(error).toBe(veto);
      expect(sent).toEqual([]);
      expect(await people.delete(ada)).toBe(true);
    });

    test('deletes, and throws PostSignalError, if postDelete fails', async () => {
      const ada = await loaded();
      const receiver = () => {
        throw new Error('no');
      };
      const error = await errorOf(() =>
        withReceiver(world.bus, { signal: postDelete, sender: Person, receiver }, () => people.delete(ada)),
      );
      expect(error).toBeInstanceOf(PostSignalError);
      expect(error).toMatchObject({ applied: true, document: ada });
      expect(await stored(ada.id)).toBeNull();
    });
  });

  describe('when the document is gone already', () => {
    test('returns false, and sends no postDelete', async () => {
      const ada = await loaded();
      await world.db.collection('people').deleteOne({ _id: ada.id });
      using recorder = new SignalRecorder(world.bus);
      expect(await people.delete(ada)).toBe(false);
      expect(recorder.names).toEqual(['Person.preDelete']);
    });

    test('leaves it deleted', async () => {
      const ada = await loaded();
      await world.db.collection('people').deleteOne({ _id: ada.id });
      await people.delete(ada);
      expect(await errorOf(() => people.save(ada))).toBeInstanceOf(DocumentDeletedError);
    });
  });

  describe('when it is refused', () => {
    const refused = async (document: unknown) => {
      let error: unknown;
      const sent = await world.commandsOf(async () => {
        error = await errorOf(() => people.delete(document as Person));
      });
      return { error, sent };
    };

    test('throws DocumentNotStoredError for a new document', async () => {
      const { error, sent } = await refused(people.build({ name: 'Ada' }));
      expect(error).toBeInstanceOf(DocumentNotStoredError);
      expect(sent).toEqual([]);
    });

    test('throws DocumentDeletedError for a document that was deleted', async () => {
      const ada = await loaded();
      await people.delete(ada);
      const { error, sent } = await refused(ada);
      expect(error).toBeInstanceOf(DocumentDeletedError);
      expect(sent).toEqual([]);
    });

    test('throws WrongDocumentClassError for a document of another class', async () => {
      const room = world.repository(Room).build({ id: 'a' });
      expect((await refused(room)).error).toBeInstanceOf(WrongDocumentClassError);
    });

    test('throws ParallelWriteError for a document that is being saved', async () => {
      const ada = await loaded();
      ada.age = 1;
      const saving = people.save(ada);
      expect((await refused(ada)).error).toBeInstanceOf(ParallelWriteError);
      await saving;
    });
  });
});
